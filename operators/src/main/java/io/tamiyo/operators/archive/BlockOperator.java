package io.tamiyo.operators.archive;

import io.tamiyo.operators.delivery.EntryCodec;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of what it takes, for files in directories of minutes. Whenever a checkpoint has
 * finished files, the first subtask looks for those that are too old or too much.
 */
public abstract class BlockOperator extends AbstractStreamOperator<ArchiveBlock> {

  private static final long serialVersionUID = 1;

  private final EntryCodec.Factory codecs;
  private final @Nullable ArchiveOptions files;
  private transient @Nullable EntryCodec codec;
  private transient @Nullable ArchiveKeeper keeper;

  /**
   * @param files where they are and how much of them is kept, or null where there are none
   */
  protected BlockOperator(EntryCodec.Factory codecs, @Nullable ArchiveOptions files) {
    this.codecs = codecs;
    this.files = files;
  }

  @Override
  public void open() throws Exception {
    super.open();
    codec = codecs.open();
    if (files != null && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      keeper = new ArchiveKeeper(files, getMetricGroup());
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    if (keeper != null) {
      keeper.look(getProcessingTimeService().getCurrentProcessingTime());
    }
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (keeper != null) {
      keeper.close();
    }
    if (codec != null) {
      codec.close();
    }
  }

  /** How entries are read and written. */
  protected final EntryCodec codec() {
    return Objects.requireNonNull(codec, "the operator is not open");
  }

  /** Whether there are files. */
  protected final boolean hasFiles() {
    return files != null;
  }
}
