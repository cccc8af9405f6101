package io.tamiyo.operators.ingest;

import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.ConfiguredOperator;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InboundEntry;
import org.apache.flink.runtime.state.StateSnapshotContext;

/** Runs an {@link IngestFunction} and has it write what it knows before each snapshot. */
public final class IngestOperator extends ConfiguredOperator<InboundEntry, Delivery> {

  private static final long serialVersionUID = 1;

  private final IngestFunction ingest;

  /**
   * @param ingest the function, which reads the configuration in broadcast state
   * @param log what it reads before the first entry of a layer
   */
  public IngestOperator(IngestFunction ingest, ConfigLog log) {
    super(ingest, log);
    this.ingest = ingest;
  }

  @Override
  public void open() throws Exception {
    super.open();
    ingest.keep(this);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    ingest.write();
    super.snapshotState(context);
  }
}
