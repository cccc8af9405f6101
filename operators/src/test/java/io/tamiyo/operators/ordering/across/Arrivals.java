package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of layers as tests of the orders speak of them: {@code of("a").at(5).from("host")
 * .id("m1").on("m0")}. The ledger says what has arrived of each layer so far.
 */
final class Arrivals {

  private final Map<String, LedgerTerms> terms = new HashMap<>();

  /** The next of a layer. */
  One of(String layer) {
    return new One(layer);
  }

  /** What has arrived of a layer. */
  LedgerTerms terms(String layer) {
    return terms.getOrDefault(layer, LedgerTerms.NONE);
  }

  /** One delivery, which has arrived when it is built. */
  final class One {
    private final String layer;
    private final List<String> ids = new ArrayList<>();
    private long time;
    private long ordinal;
    private @Nullable String producer;
    private boolean control;
    private boolean late;
    private boolean last;
    private List<String> dependencies = List.of();

    private One(String layer) {
      this.layer = layer;
    }

    One at(long ms) {
      return at(ms, 0);
    }

    One at(long ms, long number) {
      time = ms;
      ordinal = number;
      return this;
    }

    One from(@Nullable String name) {
      producer = name;
      return this;
    }

    /** It holds a message with this id. */
    One id(String id) {
      ids.add(id);
      return this;
    }

    /** Its messages depend on these. */
    One on(String... others) {
      dependencies = List.of(others);
      return this;
    }

    /** It stands in the control log. */
    One control() {
      control = true;
      return this;
    }

    One late() {
      late = true;
      return this;
    }

    /** A message of a host or a person. */
    Crossing message() {
      terms.merge(layer, new LedgerTerms(ids.size(), 0, 0, 0, 0), LedgerTerms::plus);
      return built(true);
    }

    /** A tick, or whatever else is the job's own. */
    Crossing own() {
      return built(false);
    }

    /** The tick after which there is no layer. */
    Crossing farewell() {
      last = true;
      Crossing farewell = own();
      terms.remove(layer);
      return farewell;
    }

    private Crossing built(boolean counted) {
      StreamNames names = StreamNames.unnamed();
      String stream = control ? names.control(layer) : names.inbound(layer);
      return new Crossing(
          new InboundEntry(layer, stream, time, ordinal, Map.of()),
          producer,
          !control,
          counted,
          late,
          last,
          List.copyOf(ids),
          dependencies,
          terms(layer));
    }
  }
}
