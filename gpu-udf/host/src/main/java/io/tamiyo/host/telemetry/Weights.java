package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.SeedColumns;

/** What a message weighs in memory and on the wire, roughly. */
final class Weights {

  private static final int PLAIN = 1 << 10;
  private static final int ROW = Integer.BYTES + Byte.BYTES + Long.BYTES + Integer.BYTES;
  private static final int VALUE = Double.BYTES + 1;

  private Weights() {}

  /** Bytes, estimated. */
  static long of(Message message) {
    if (message instanceof LayerHealthReport report) {
      SeedColumns seeds = report.seeds();
      return PLAIN + (long) seeds.rows() * (ROW + (long) VALUE * seeds.metrics().size());
    }
    return PLAIN;
  }
}
