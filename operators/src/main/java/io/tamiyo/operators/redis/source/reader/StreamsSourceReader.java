package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import io.tamiyo.operators.redis.source.split.StreamSplitState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;

/** The reader of one subtask: streams are read by fetchers and emitted by the task's thread. */
final class StreamsSourceReader<T>
    extends SourceReaderBase<StreamElement, T, StreamSplit, StreamSplitState> {
  private final ReaderParts<T> parts;

  StreamsSourceReader(ReaderParts<T> parts, SourceReaderContext context) {
    super(parts.fetchers(), parts.emitter(), context.getConfiguration(), context);
    this.parts = parts;
  }

  @Override
  public void start() {
    parts.idleTicker().ifPresent(IdleTicker::start);
  }

  @Override
  public void addSplits(List<StreamSplit> splits) {
    super.addSplits(splits);
    parts.idleTicker().ifPresent(ticker -> ticker.own(splits));
  }

  @Override
  public List<StreamSplit> snapshotState(long checkpointId) {
    List<StreamSplit> splits = super.snapshotState(checkpointId);
    parts.cursor().snapshot(checkpointId, splits);
    return splits;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    parts.cursor().completed(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    super.notifyCheckpointAborted(checkpointId);
    parts.cursor().aborted(checkpointId);
  }

  @Override
  protected void onSplitFinished(Map<String, StreamSplitState> finished) {}

  @Override
  protected StreamSplitState initializedState(StreamSplit split) {
    return new StreamSplitState(split);
  }

  @Override
  protected StreamSplit toSplitType(String splitId, StreamSplitState state) {
    return state.toSplit();
  }

  @Override
  public void close() throws IOException {
    parts.idleTicker().ifPresent(IdleTicker::close);
    try {
      super.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the fetchers were coming to their end", interrupted);
    } catch (Exception failure) {
      throw new IOException("the fetchers did not come to their end", failure);
    } finally {
      parts.control().close();
    }
  }
}
