package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Origin;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;

/** Sends what is in the order of its layer to the order across layers; the last of its chain. */
public final class LeaveFunction implements MapFunction<Delivery, Crossing> {

  private static final long serialVersionUID = 1;

  private final String instanceId;
  private final AcrossStrategy strategy;

  private transient @Nullable StreamNames names;

  /**
   * @param names the installation
   * @param strategy the order across layers; only CAUSAL asks what messages depend on
   */
  public LeaveFunction(StreamNames names, AcrossStrategy strategy) {
    this.instanceId = names.instanceId();
    this.strategy = strategy;
  }

  @Override
  public Crossing map(Delivery delivery) {
    return new Crossing(
        delivery.entry(),
        delivery.header().producer(),
        !names().isControl(delivery.entry().stream()),
        Origin.of(delivery.entry(), delivery.header(), names()).isCounted(),
        delivery.late(),
        delivery.isLast(),
        delivery.messages().stream().map(message -> message.header().messageId()).toList(),
        strategy == AcrossStrategy.CAUSAL ? Dependencies.of(delivery.messages()) : List.of(),
        delivery.terms());
  }

  private StreamNames names() {
    if (names == null) {
      names = new StreamNames(instanceId);
    }
    return names;
  }
}
