package io.tamiyo.host.store;

import io.tamiyo.host.commands.LayerState;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads a log from its bytes.
 *
 * <p>A tail that was never finished is cut: one without a line end, or one that holds NUL bytes
 * where a file system had made room before a loss of power. Anything else that is not as it was
 * written is an error, even in the last line: it was durable once, may have been acknowledged, and
 * must not be forgotten silently.
 */
final class LogReading {

  private final RecordCodec codec;
  private final Path file;
  private final byte[] bytes;

  LogReading(RecordCodec codec, Path file, byte[] bytes) {
    this.codec = codec;
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * @param state as the intact records leave it
   * @param snapshotLength of the snapshot, bytes
   * @param length of the snapshot and the intact records, bytes
   */
  record Result(LayerState state, int snapshotLength, int length) {}

  /** What the log says. */
  Result read() {
    int end = lineEnd(0);
    if (end < 0 || !codec.isIntact(bytes, 0, end)) {
      throw corrupt(0);
    }
    LayerState state = snapshot(end);
    int snapshotLength = end + 1;
    int start = snapshotLength;
    while (start < bytes.length) {
      end = lineEnd(start);
      if (end < 0 || !codec.isIntact(bytes, start, end)) {
        requireTornTail(start);
        break;
      }
      apply(state, start, end);
      start = end + 1;
    }
    return new Result(state, snapshotLength, start);
  }

  private LayerState snapshot(int end) {
    try {
      return new LayerState(codec.snapshot(bytes, 0, end));
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreFailure(file + " begins with a snapshot that can't be read; " + remedy(), e);
    }
  }

  private void apply(LayerState state, int start, int end) {
    try {
      state.apply(codec.layerRecord(bytes, start, end));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new StoreFailure(
          "%s, byte %d: the record can't follow: %s; %s"
              .formatted(file, start, e.getMessage(), remedy()),
          e);
    }
  }

  private void requireTornTail(int start) {
    int next = start;
    while (next < bytes.length) {
      int end = lineEnd(next);
      if (end >= 0 && codec.isIntact(bytes, next, end)) {
        throw corrupt(start);
      }
      next = end < 0 ? bytes.length : end + 1;
    }
    if (bytes[bytes.length - 1] == RecordCodec.LINE_END && !hasNul(start)) {
      throw corrupt(start);
    }
  }

  private boolean hasNul(int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Index of the line end at or after an index, or −1. */
  private int lineEnd(int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == RecordCodec.LINE_END) {
        return i;
      }
    }
    return -1;
  }

  private StoreFailure corrupt(int offset) {
    return new StoreFailure(
        "%s, byte %d: the record is not as it was written (checksum); %s"
            .formatted(file, offset, remedy()));
  }

  private static String remedy() {
    return "restore the file from a copy, or move it away: its layer then begins anew, and commands"
        + " in flight are refused";
  }
}
