package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.spool.SpoolRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on disk, each record with those of one entry. What the disk drops or damages becomes gap
 * events. Any thread may call.
 */
final class ReportSpool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReportSpool.class);

  private final Spool spool;
  private final NativeWriter writer;
  private final Outbox outbox;
  private final LossLedger ledger;

  /**
   * @param outbox hears of what is lost
   */
  ReportSpool(Spool spool, NativeWriter writer, Outbox outbox) {
    this.spool = spool;
    this.writer = writer;
    this.outbox = outbox;
    this.ledger = LossLedger.open(spool, outbox);
  }

  /**
   * Appends reports, after the oldest have made room.
   *
   * @throws IOException when the disk does not take them; they are not kept then
   * @throws IllegalArgumentException when they can't be written at all
   */
  void append(Outgoing batch) throws IOException {
    byte[] bytes = SpoolCodec.write(batch.channel(), batch.encode(writer));
    while (!spool.hasRoom(bytes.length)) {
      dropOldest();
    }
    spool.append(bytes);
  }

  private void dropOldest() {
    try {
      spool.dropOldest((segment, records) -> ledger.dropping(segment, counted(records)));
    } catch (IOException damaged) {
      onDamage(damaged);
    }
    ledger.dropped();
  }

  private Map<Channel, Long> counted(List<byte[]> dropped) {
    Map<Channel, Long> lost = new LinkedHashMap<>();
    dropped.forEach(bytes -> count(bytes, lost));
    return lost;
  }

  private void count(byte[] dropped, Map<Channel, Long> lost) {
    try {
      SpooledReports reports = SpoolCodec.read(dropped, () -> {});
      lost.merge(reports.channel(), (long) reports.count(), Long::sum);
    } catch (IOException unreadable) {
      onDamage(unreadable);
    }
  }

  /** The oldest reports that were not taken; null when there are none. */
  @Nullable SpooledReports next() {
    while (true) {
      try {
        Optional<SpoolRecord> next = spool.next();
        return next.isEmpty() ? null : read(next.get());
      } catch (IOException damaged) {
        onDamage(damaged);
      }
    }
  }

  private SpooledReports read(SpoolRecord found) throws IOException {
    try {
      return SpoolCodec.read(found.bytes(), () -> settle(found));
    } catch (IOException unreadable) {
      settle(found);
      throw unreadable;
    }
  }

  private void settle(SpoolRecord arrived) {
    try {
      spool.settle(arrived);
    } catch (IOException unnoted) {
      LOG.warn(
          "reports that Redis has may be sent again after a restart: {}", unnoted.getMessage());
    }
  }

  private void onDamage(IOException damaged) {
    LOG.error("reports on disk are lost: {}", damaged.getMessage());
    outbox.sayDamaged();
  }

  /**
   * Puts reports ahead of all that were not taken, in place of those that were.
   *
   * @throws IOException when the disk does not take them
   */
  void putBack(List<? extends Sendable> reports) throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (Sendable report : reports) {
      records.add(SpoolCodec.write(report.channel(), report.encode(writer)));
    }
    ledger.forgetSegment();
    spool.putBack(records);
  }

  boolean isDrained() {
    return spool.isDrained();
  }

  /** What it takes on disk. */
  long bytes() {
    return spool.bytes();
  }

  @Override
  public void close() {
    try {
      spool.close();
    } catch (IOException failure) {
      LOG.warn("can't close the reports on disk: {}", failure.getMessage());
    }
  }
}
