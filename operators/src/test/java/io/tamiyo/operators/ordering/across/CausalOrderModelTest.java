package io.tamiyo.operators.ordering.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Random dependencies across layers, circles, messages that never come or come twice, full rooms
 * and restarts: what goes on is at each arrival what {@link CausalModel} lets go.
 */
class CausalOrderModelTest {

  private static final int HISTORIES = 60;
  private static final int ARRIVALS = 200;

  @RandomSeeds
  void doesWhatTheModelDoes(long seed) {
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      new Run(random).all();
    }
  }

  private static final class Run {
    private final Random random;
    private final AcrossOptions options;
    private final CausalModel model;
    private final Arrivals arrivals = new Arrivals();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Crossing> crossings = new HashMap<>();
    private final Map<String, Long> passed = new HashMap<>();
    private CausalOrder order;
    private long now = 1_000;

    Run(Random random) {
      this.random = random;
      this.options =
          new AcrossOptions(
              AcrossStrategy.CAUSAL,
              20 + random.nextInt(200),
              3 + random.nextInt(40),
              5 + random.nextInt(100),
              50 + random.nextInt(1_000));
      this.model = new CausalModel(options);
      this.order = CausalOrder.none(options);
    }

    void all() {
      for (int i = 0; i < ARRIVALS; i++) {
        now += random.nextInt(6);
        if (random.nextInt(20) == 0) {
          order = restarted();
        }
        if (random.nextInt(5) == 0) {
          tick(i);
        } else {
          message(i);
        }
        assertThat(order.pending()).isEqualTo(model.pending());
      }
      now += options.timeoutMs();
      tick(ARRIVALS);
      assertThat(order.pending()).isZero();
      assertThat(order.stored().ledgers()).isEmpty();
    }

    private CausalOrder restarted() {
      PassedIds passed = order.passed();
      long within = passed.oldest() + random.nextInt((int) (passed.next() - passed.oldest()) + 1);
      return CausalOrder.of(
          options,
          order.stored(),
          List.of(passed.block(passed.oldest(), within), passed.block(within, passed.next())));
    }

    private void tick(int number) {
      String name = "tick " + number;
      Crossing tick = arrivals.of("layer-" + random.nextInt(4)).at(now).id("tick").own();
      check(name, tick, model.tick(now, name));
    }

    private void message(int number) {
      String layer = "layer-" + random.nextInt(4);
      int who = random.nextInt(3);
      List<String> ids = new ArrayList<>();
      Arrivals.One one = arrivals.of(layer).at(now).from(who == 0 ? null : "host-" + who);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        String id = random.nextInt(30) == 0 ? anId(number) : "m" + number + "." + i;
        ids.add(id);
        one.id(id);
      }
      String[] on = new String[random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0];
      for (int i = 0; i < on.length; i++) {
        on[i] = anId(number);
      }
      List<String> named = List.of(on).stream().distinct().filter(id -> !ids.contains(id)).toList();
      boolean late = random.nextInt(25) == 0;
      Crossing crossing = (late ? one.late() : one).on(named.toArray(String[]::new)).message();
      String name = "message " + number;
      check(name, crossing, model.arrive(now, name, layer + who, ids, named, late));
    }

    /** One of those around a number, before or after it, which may never come. */
    private String anId(int number) {
      return "m" + Math.max(0, number - 25 + random.nextInt(35)) + "." + (1 + random.nextInt(2));
    }

    private void check(String name, Crossing crossing, List<String> expected) {
      names.put(order.next(), name);
      crossings.put(order.next(), crossing);
      List<String> told = new ArrayList<>();
      for (Departure departure : order.arrive(crossing)) {
        told.add(told(departure));
        count(departure);
      }
      assertThat(told).isEqualTo(expected);
    }

    private String told(Departure departure) {
      String name = String.valueOf(names.get(departure.number()));
      return switch (departure.how()) {
        case EMPTIED -> "time of " + name;
        case TIMED_OUT, FORCED -> name + " without " + departure.missing();
        case IN_ORDER, LATE -> name;
      };
    }

    /** The ledger that goes with a delivery has all that has passed of its layer, and no more. */
    private void count(Departure departure) {
      Crossing gone = Objects.requireNonNull(crossings.get(departure.number()));
      long messages = departure.how() == Departure.How.EMPTIED ? 0 : gone.messages();
      long all = passed.merge(gone.layer(), messages, Long::sum);
      assertThat(departure.terms().passed()).isEqualTo(all);
    }
  }
}
