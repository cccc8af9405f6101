package io.tamiyo.jobs.deadletters;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.terminal.Installed;
import io.tamiyo.operators.correlation.StepKind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** Tells who audits what people did with dead letters, in the audit's stream. */
final class LetterAudit {

  private static final double MS_PER_SECOND = 1e3;

  /** More than a job would keep, whose own writer trims the stream; without one this bounds it. */
  private static final String MOST = "1000000";

  private LetterAudit() {}

  /**
   * Tells of an operation, unless nothing was done. What was done stays done when it can't be told:
   * that is only a warning. The stream is trimmed by the job's own writer, as the job is asked to;
   * far above that here.
   *
   * @param done what was done with them, for instance {@code dropped}
   * @param now the server's clock, milliseconds since 1970
   * @param err where the warning goes
   */
  static void tell(Installed installed, String done, long letters, long now, PrintWriter err) {
    if (letters == 0) {
      return;
    }
    try {
      write(installed, done, letters, now);
    } catch (JedisException refused) {
      err.printf(
          Locale.ROOT,
          "%d dead letters %s, but the audit could not be told: %s%n",
          letters,
          done,
          refused.getMessage());
      err.flush();
    }
  }

  private static void write(Installed installed, String done, long letters, long now) {
    Header header =
        Header.of(
            UUID.randomUUID().toString(), now / MS_PER_SECOND, System.getProperty("user.name"));
    AuditRecord record =
        new AuditRecord(
            header,
            null,
            StepKind.OPERATION.word(),
            "",
            letters + " dead letters " + done,
            done,
            "");
    List<Object> call =
        new ArrayList<>(List.of(installed.names().audit(), "MAXLEN", "~", MOST, "*"));
    EntryHeader place = new EntryHeader("AuditRecord", null, null, 0, 0, 1, null, null);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      writer
          .write(place, List.of(record))
          .forEach(
              (name, value) -> {
                call.add(name);
                call.add(value);
              });
    }
    installed.redis().call(Command.XADD, call.toArray());
  }
}
