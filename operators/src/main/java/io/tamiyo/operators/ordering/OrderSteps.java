package io.tamiyo.operators.ordering;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.Reading;
import io.tamiyo.operators.routing.Routing;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Takes the steps that a {@link Sequencer} decided, and keeps the ledger true at each of them. */
final class OrderSteps {

  private final MapState<HeldPlace, InboundEntry> held;
  private final EntryCodec codec;
  private final GapEvents gapEvents;
  private final DeadLetters deadLetters;
  private final Routing routing;
  private final OrderMetrics metrics;

  OrderSteps(
      MapState<HeldPlace, InboundEntry> held,
      EntryCodec codec,
      GapEvents gapEvents,
      DeadLetters deadLetters,
      Routing routing,
      OrderMetrics metrics) {
    this.held = held;
    this.codec = codec;
    this.gapEvents = gapEvents;
    this.deadLetters = deadLetters;
    this.routing = routing;
    this.metrics = metrics;
  }

  /**
   * Takes all steps, and counts in {@code order} what does not go on.
   *
   * @param before the ledger terms before the steps were decided
   * @return whether anything was counted
   */
  boolean take(
      List<OrderStep> steps,
      LayerOrder order,
      LedgerTerms before,
      Delivery delivery,
      KeyedProcessFunction<String, Delivery, Delivery>.Context context,
      Collector<Delivery> out)
      throws Exception {
    LedgerTerms own = before.plus(held(delivery.messages().size()));
    int gaps = 0;
    for (OrderStep step : steps) {
      if (step instanceof OrderStep.Pass pass) {
        own = own.plus(held(-delivery.messages().size()));
        tellGaps(delivery.messages(), delivery.config(), context);
        out.collect(passed(delivery, pass.late(), own));
      } else if (step instanceof OrderStep.Hold hold) {
        held.put(hold.place(), delivery.entry());
        out.collect(emptied(delivery, own));
      } else if (step instanceof OrderStep.Drop drop) {
        own = own.plus(new LedgerTerms(0, 0, drop.messages(), 0, -drop.messages()));
        out.collect(emptied(delivery, own));
      } else if (step instanceof OrderStep.Release release) {
        own = release(release, own, delivery, context, out);
      } else if (step instanceof OrderStep.GiveUp gap) {
        metrics.gaps.inc();
        metrics.lost.inc(gap.lost());
        Outbound told = gapEvents.of(gap, delivery, gaps++);
        publish(OrderFunction.GAPS, told, delivery.config(), context);
      }
    }
    if (own.held() > 0 || before.held() > 0) {
      metrics.held(delivery.layer(), own.held());
    }
    long deadLettered = own.deadLetters() - before.deadLetters();
    long dropped = own.duplicates() - before.duplicates();
    order.count(deadLettered, dropped);
    return deadLettered + dropped > 0;
  }

  /** Hands on what need not wait, with the terms of this operator. */
  void pass(
      Delivery delivery,
      LedgerTerms own,
      KeyedProcessFunction<String, Delivery, Delivery>.Context context,
      Collector<Delivery> out)
      throws IOException {
    tellGaps(delivery.messages(), delivery.config(), context);
    out.collect(passed(delivery, false, own));
  }

  /** Lets go of what is still held of a layer. */
  void forget(String layer) {
    held.clear();
    metrics.held(layer, 0);
  }

  /** What arrived counts as held until its own step, since others may be released before it. */
  private static LedgerTerms held(int messages) {
    return new LedgerTerms(0, 0, 0, 0, messages);
  }

  private Delivery passed(Delivery delivery, boolean late, LedgerTerms own) {
    boolean isLate = late || delivery.late();
    if (!isLate && own.equals(LedgerTerms.NONE)) {
      return delivery;
    }
    metrics.late.inc(isLate ? delivery.messages().size() : 0);
    return delivered(
        delivery, delivery.entry(), delivery.header(), delivery.messages(), isLate, own);
  }

  private static Delivery emptied(Delivery delivery, LedgerTerms own) {
    EntryHeader header = Places.removedFrom(delivery.header());
    return delivered(delivery, delivery.entry(), header, List.of(), delivery.late(), own);
  }

  /** Hands on what was kept, with what is known of the layer now. */
  private LedgerTerms release(
      OrderStep.Release release,
      LedgerTerms before,
      Delivery occasion,
      KeyedProcessFunction<String, Delivery, Delivery>.Context context,
      Collector<Delivery> out)
      throws Exception {
    InboundEntry entry = held.get(release.place());
    if (entry == null) {
      throw new IllegalStateException(
          "layer " + occasion.layer() + " has lost what it held at " + release.place());
    }
    held.remove(release.place());
    Reading reading = release.messages() == 0 ? Reading.NOTHING : Reading.of(entry, codec);
    int unread = release.messages() - reading.messages().size();
    if (unread > 0) {
      tellUnread(entry, reading, unread, occasion.config(), context);
    }
    tellGaps(reading.messages(), occasion.config(), context);
    LedgerTerms own = before.plus(new LedgerTerms(0, unread, 0, 0, -release.messages()));
    EntryHeader header = codec.headerOfPassed(entry.fields());
    out.collect(delivered(occasion, entry, header, reading.messages(), false, own));
    return own;
  }

  /** What the source or a host has lost is told as what is given up here. */
  private void tellGaps(
      List<Message> messages,
      LayerConfig config,
      KeyedProcessFunction<String, Delivery, Delivery>.Context context)
      throws IOException {
    for (Message message : messages) {
      if (message instanceof GapEvent gap) {
        metrics.gaps.inc();
        metrics.lost.inc(Objects.requireNonNullElse(gap.lost(), 0L));
        publish(OrderFunction.GAPS, gapEvents.of(gap), config, context);
      }
    }
  }

  /**
   * What was readable on arrival is not any more: a claim check has gone, or another release reads
   * less. The opposite, too, only moves messages from one term of the ledger to another.
   */
  private void tellUnread(
      InboundEntry entry,
      Reading reading,
      int unread,
      LayerConfig config,
      KeyedProcessFunction<String, Delivery, Delivery>.Context context)
      throws IOException {
    metrics.unreadable.inc(unread);
    for (Decoded.Bad bad : reading.bad()) {
      publish(OrderFunction.DEAD_LETTERS, deadLetters.of(entry, bad), config, context);
    }
  }

  private void publish(
      OutputTag<Outbound> side,
      Outbound told,
      LayerConfig config,
      KeyedProcessFunction<String, Delivery, Delivery>.Context context) {
    routing.publish(told, config.routing(), entry -> context.output(side, entry));
  }

  private static Delivery delivered(
      Delivery occasion,
      InboundEntry entry,
      EntryHeader header,
      List<Message> messages,
      boolean late,
      LedgerTerms own) {
    return new Delivery(
        entry,
        header,
        messages,
        occasion.config(),
        occasion.configured(),
        late,
        occasion.terms().plus(own));
  }
}
