package io.tamiyo.operators.ingest;

import io.tamiyo.operators.config.BroadcastConfig;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InboundEntry;
import java.util.List;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;

/** Runs an {@link IngestFunction} and has it write what it knows before each snapshot. */
public final class IngestOperator
    extends CoBroadcastWithKeyedOperator<String, InboundEntry, ConfigEntry, Delivery> {

  private static final long serialVersionUID = 1;

  private final IngestFunction ingest;

  /**
   * @param ingest the function, which reads the configuration in broadcast state
   */
  public IngestOperator(IngestFunction ingest) {
    super(ingest, List.of(BroadcastConfig.STATE, BroadcastConfig.LATER));
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
