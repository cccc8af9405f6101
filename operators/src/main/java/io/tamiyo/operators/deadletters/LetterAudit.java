package io.tamiyo.operators.deadletters;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.streams.Installed;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.Protocol.Command;

/** Tells who audits what was done with dead letters in Redis, in the audit's stream. */
public final class LetterAudit {

  private static final double MS_PER_SECOND = 1e3;

  /** More than a job would keep, whose own writer trims the stream; without one this bounds it. */
  private static final String MOST = "1000000";

  private LetterAudit() {}

  /**
   * Tells of an operation. The stream is trimmed by the job's own writer, as the job is asked to;
   * far above that here.
   *
   * @param source who did it
   * @param done what was done with them, for instance {@code dropped}
   * @param now the server's clock, milliseconds since 1970
   */
  public static void write(
      Installed installed, String source, String done, long letters, long now) {
    AuditRecord record =
        new AuditRecord(
            Header.of(UUID.randomUUID().toString(), now / MS_PER_SECOND, source),
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
