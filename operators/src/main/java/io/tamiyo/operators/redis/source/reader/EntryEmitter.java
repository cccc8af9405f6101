package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.BadEntryPolicy;
import io.tamiyo.operators.redis.source.EntryDeserializer;
import io.tamiyo.operators.redis.source.SplitNotice;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import io.tamiyo.operators.redis.source.split.StreamSplitState;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emits what was read, in the task's thread, and moves the position that is checkpointed. */
final class EntryEmitter<T> implements RecordEmitter<StreamElement, T, StreamSplitState> {
  private static final Logger LOG = LoggerFactory.getLogger(EntryEmitter.class);

  private final EntryDeserializer<T> deserializer;
  private final BadEntryPolicy<T> badEntries;
  private final ReaderMetrics metrics;
  private final TimedCollector<T> out = new TimedCollector<>();

  EntryEmitter(
      EntryDeserializer<T> deserializer, BadEntryPolicy<T> badEntries, ReaderMetrics metrics) {
    this.deserializer = deserializer;
    this.badEntries = badEntries;
    this.metrics = metrics;
  }

  @Override
  public void emitRecord(StreamElement element, SourceOutput<T> output, StreamSplitState state)
      throws Exception {
    if (element instanceof StreamEntry entry) {
      out.to(output, entry.ms());
      emitEntry(entry);
      state.advance(entry.ms(), entry.seq());
      return;
    }
    out.to(output, state.ms());
    emitNotice((SplitNotice) element, state);
  }

  private void emitEntry(StreamEntry entry) throws Exception {
    try {
      deserializer.deserialize(entry, out);
    } catch (Exception failure) {
      if (out.hasFailedWith(failure) || failure instanceof InterruptedException) {
        throw failure;
      }
      metrics.badEntries().inc();
      LOG.debug("entry {} of {} cannot be read", entry.id(), entry.stream(), failure);
      badEntries.handle(entry, failure, out);
    }
  }

  private void emitNotice(SplitNotice notice, StreamSplitState state) {
    if (notice instanceof SplitNotice.Gap found) {
      count(found.gap());
      state.moveTo(found.resume());
      deserializer.gap(found.gap(), out);
    } else if (notice instanceof SplitNotice.Known known) {
      state.moveTo(known.position());
      state.seenOn(known.server());
    } else {
      deserializer.caughtUp(state.stream(), state.id(), out);
    }
  }

  private void count(StreamGap gap) {
    LOG.warn("gap: {}", gap.describe());
    metrics.gaps().inc();
    metrics.lostEntries().inc(Math.max(0, gap.lost()));
  }
}
