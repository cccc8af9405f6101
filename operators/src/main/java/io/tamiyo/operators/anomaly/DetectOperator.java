package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.state.ObjectKeepingOperator;

/** Runs a {@link DetectFunction} and has it write its histories. */
public final class DetectOperator extends ObjectKeepingOperator<Delivery, Delivery> {

  private static final long serialVersionUID = 1;

  /** Layers whose histories take 170 MB, with 1000 seeds, 4 metrics and 100 reports each. */
  public static final int DEFAULT_MAX_LAYERS = 100;

  /**
   * @param names the installation
   * @param maxLayers histories that a subtask keeps as objects
   */
  public DetectOperator(StreamNames names, EntryCodec.Factory codecs, int maxLayers) {
    super(new DetectFunction(names, codecs, maxLayers));
  }
}
