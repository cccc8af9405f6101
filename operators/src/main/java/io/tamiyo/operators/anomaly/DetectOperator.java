package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Runs a {@link DetectFunction} and has it write its histories before each snapshot of the keyed
 * state, which only an operator can do: a function cannot choose the key that it writes under.
 */
public final class DetectOperator extends KeyedProcessOperator<String, Delivery, Delivery> {

  private static final long serialVersionUID = 1;

  /** Layers whose histories take 170 MB, with 1000 seeds, 4 metrics and 100 reports each. */
  public static final int DEFAULT_MAX_LAYERS = 100;

  private final DetectFunction detect;
  private final int maxLayers;

  /**
   * @param names the installation
   * @param maxLayers histories that a subtask keeps as objects
   */
  public DetectOperator(StreamNames names, EntryCodec.Factory codecs, int maxLayers) {
    this(new DetectFunction(names, codecs), maxLayers);
  }

  private DetectOperator(DetectFunction detect, int maxLayers) {
    super(detect);
    this.detect = detect;
    this.maxLayers = maxLayers;
  }

  @Override
  public void open() throws Exception {
    super.open();
    detect.keep(this, maxLayers);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    detect.write();
    super.snapshotState(context);
  }
}
