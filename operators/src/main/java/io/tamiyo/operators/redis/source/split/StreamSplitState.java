package io.tamiyo.operators.redis.source.split;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;

/** A split that is being read: the position of the last element emitted. Used by one thread. */
public final class StreamSplitState {
  private final StreamSplit split;
  private long ms;
  private long seq;
  private long entriesRead;
  private boolean read;
  private String server;

  public StreamSplitState(StreamSplit split) {
    this.split = split;
    this.server = split.server();
    moveTo(split.position());
  }

  /** Notes that the entry with this id was emitted. */
  public void advance(long entryMs, long entrySeq) {
    ms = entryMs;
    seq = entrySeq;
    read = true;
    if (entriesRead != StreamInfo.UNKNOWN) {
      entriesRead++;
    }
  }

  /** Notes that reading goes on elsewhere, or that more is known about the place. */
  public void moveTo(ReadPosition position) {
    ms = position.id().ms();
    seq = position.id().seq();
    entriesRead = position.entriesRead();
    read = position.read();
  }

  /** Notes on which server the position was seen. */
  public void seenOn(String runId) {
    server = runId;
  }

  /** The time part of the position. */
  public long ms() {
    return ms;
  }

  /** The id of the position. */
  public StreamId id() {
    return new StreamId(ms, seq);
  }

  public String stream() {
    return split.stream();
  }

  /** The split as it is to be restored. */
  public StreamSplit toSplit() {
    ReadPosition position = new ReadPosition(id(), entriesRead, read);
    return new StreamSplit(split.stream(), position, server, split.stopAt());
  }
}
