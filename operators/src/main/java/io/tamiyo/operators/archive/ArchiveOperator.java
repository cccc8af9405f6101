package io.tamiyo.operators.archive;

import io.tamiyo.operators.delivery.ClaimedPayload;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the entries that were accepted into blocks. Before each checkpoint it hands on what it
 * has, so that it keeps no state and each entry is in the files of exactly one checkpoint. An entry
 * is accepted if anything in it could be read and was new. Ticks are among them: the time of a
 * layer goes by them where it is silent.
 */
public final class ArchiveOperator extends BlockOperator
    implements OneInputStreamOperator<Delivery, ArchiveBlock>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private transient @Nullable OpenBlocks blocks;
  private transient @Nullable Counter entries;
  private transient @Nullable Counter bytes;
  private transient @Nullable Counter payloadsLeftOut;

  /**
   * @param options where it is, and how much of it is kept
   * @param codecs where the payloads are that entries only name
   */
  public ArchiveOperator(ArchiveOptions options, EntryCodec.Factory codecs) {
    super(codecs, options);
  }

  @Override
  public void open() throws Exception {
    super.open();
    blocks = new OpenBlocks();
    entries = getMetricGroup().counter("archivedEntries");
    bytes = getMetricGroup().counter("archivedBytes");
    payloadsLeftOut = getMetricGroup().counter("archivedWithoutPayload");
  }

  @Override
  public void processElement(StreamRecord<Delivery> element) throws IOException {
    Delivery delivery = element.getValue();
    if (!delivery.messages().isEmpty()) {
      Objects.requireNonNull(entries).inc();
      Objects.requireNonNull(blocks).add(whole(delivery.entry())).forEach(this::emit);
    }
  }

  /**
   * The entry with the payload that it may only name, which is kept for an hour. One that can't be
   * had, since it is too large or no payload at all, is left out: it never will be, while in an
   * outage the job waits for it.
   */
  private InboundEntry whole(InboundEntry entry) {
    try {
      return codec()
          .claimed(entry.fields())
          .map(payload -> ClaimedPayload.put(entry, payload))
          .orElse(entry);
    } catch (IOException unreadable) {
      LOG.debug("entry {} of {} has no payload", entry.entryId(), entry.stream(), unreadable);
      Objects.requireNonNull(payloadsLeftOut).inc();
      return entry;
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    Objects.requireNonNull(blocks).takeAll().forEach(this::emit);
  }

  private void emit(ArchiveBlock block) {
    Objects.requireNonNull(bytes).inc(block.bytes().length);
    output.collect(new StreamRecord<>(block));
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (blocks != null) {
      blocks.close();
    }
  }
}
