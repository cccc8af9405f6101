package io.tamiyo.jobs.deadletters;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.terminal.Installed;
import io.tamiyo.operators.correlation.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.Protocol.Command;

/** Tells who audits what people did with dead letters, in the audit's stream. */
final class LetterAudit {

  /** About so many entries are kept, as the job keeps of its own. */
  private static final int MOST = 10_000;

  private static final double MS_PER_SECOND = 1e3;

  private LetterAudit() {}

  /**
   * Tells of an operation, unless nothing was done.
   *
   * @param done what was done with them, for instance {@code dropped}
   * @param now the server's clock, milliseconds since 1970
   */
  static void tell(Installed installed, String done, long letters, long now) {
    if (letters == 0) {
      return;
    }
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
