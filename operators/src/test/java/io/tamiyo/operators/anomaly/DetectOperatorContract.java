package io.tamiyo.operators.anomaly;

import static io.tamiyo.operators.anomaly.DetectHarness.delivery;
import static io.tamiyo.operators.anomaly.DetectHarness.indexOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Heartbeats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What detect does on every state backend. */
abstract class DetectOperatorContract {

  private static final int SEEDS = 8;
  private static final List<String> LAYERS = List.of("a", "b", "c.d", "e");

  abstract StateBackend backend();

  private DetectHarness start(int maxLayers) throws Exception {
    return start(maxLayers, 1, 0, null);
  }

  private DetectHarness start(
      int maxLayers, int parallelism, int index, @Nullable OperatorSubtaskState state)
      throws Exception {
    return DetectHarness.start(backend(), maxLayers, parallelism, index, state);
  }

  private static LayerHealthReport report(String layer, long time, double loss) {
    return Fixtures.report(layer)
        .seeds(SEEDS)
        .metric("loss", loss)
        .at(Fixtures.millis(time))
        .build();
  }

  private static void send(DetectHarness detect, String layer, long time, double loss)
      throws Exception {
    detect.send(delivery(layer, time, false, report(layer, time, loss)));
  }

  private static void usual(DetectHarness detect, String layer, int reports) throws Exception {
    for (int i = 0; i < reports; i++) {
      send(detect, layer, i, i % 2 == 0 ? 0.9 : 1.1);
    }
  }

  @Test
  void handsOnEveryDeliveryAsItIs() throws Exception {
    try (DetectHarness detect = start(10)) {
      Delivery heartbeat = delivery("a", 1, false, Heartbeats.of("a", "x"));
      assertThat(detect.send(heartbeat)).containsExactly(heartbeat);
      Delivery report = delivery("a", 2, false, report("a", 2, 1));
      assertThat(detect.send(report)).containsExactly(report);
    }
  }

  @Test
  void alertsOncePerLayerAndMetricUntilItHasCleared() throws Exception {
    try (DetectHarness detect = start(10)) {
      usual(detect, "a", 10);
      send(detect, "a", 10, 5);
      send(detect, "a", 11, 50);
      assertThat(detect.alerts()).hasSize(1);
      PerformanceAlert alert = detect.alerts().get(0);
      assertThat(alert.layerId()).isEqualTo("a");
      assertThat(alert.metricName()).isEqualTo("loss");
      assertThat(alert.metricValue()).isEqualTo(5);
      assertThat(alert.severity()).isEqualTo(Severity.WARNING);
      assertThat(alert.threshold()).isBetween(1.3, 1.4);
      assertThat(alert.details())
          .containsEntry("unusual_seeds", SEEDS)
          .containsEntry("cause", "10-0");
      send(detect, "a", 12, 1);
      send(detect, "a", 13, 500_000);
      assertThat(detect.alerts()).hasSize(2);
      assertThat(detect.alerts().get(1).header().messageId())
          .isNotEqualTo(alert.header().messageId());
    }
  }

  @Test
  void copiesAnAlertToWhereTheRulesSay() throws Exception {
    LayerConfig rules =
        new LayerConfigs(LayerConfig.DEFAULTS)
            .resolve("a", Map.of("routing.rules", "severity=critical to=pager"), Map.of());
    try (DetectHarness detect = start(10)) {
      Delivery broken = delivery("a", 1, false, report("a", 1, Double.NaN));
      detect.send(
          new Delivery(
              broken.entry(),
              broken.header(),
              broken.messages(),
              rules,
              true,
              false,
              broken.terms()));
      assertThat(detect.alertStreams()).containsExactly("kasmina.alert", "kasmina.routed.pager");
    }
  }

  @Test
  void handsOnAllButTheReportThatItFailsOnAndLearnsTheLayerAnew() throws Exception {
    LayerHealthReport broken = report("a", 20, 99);
    broken.seeds().seedIds()[0] = -1;
    Message neighbour = Heartbeats.of("a", "m1");
    try (DetectHarness detect = start(10)) {
      usual(detect, "a", 10);
      Delivery rest = detect.send(delivery("a", 20, false, broken, neighbour)).get(0);
      assertThat(rest.messages()).containsExactly(neighbour);
      assertThat(rest.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.operator()).isEqualTo("detect");
                assertThat(failure.message()).isSameAs(broken);
              });
      assertThat(detect.alerts()).isEmpty();
      assertThat(detect.stateEntries()).isZero();
      Delivery next = delivery("a", 21, false, report("a", 21, 99));
      assertThat(detect.send(next)).containsExactly(next);
      assertThat(detect.alerts()).as("nothing is usual yet").isEmpty();
    }
  }

  @Test
  void isSilentAboutAFewSeeds() throws Exception {
    try (DetectHarness detect = start(10)) {
      usual(detect, "a", 10);
      LayerHealthReport one =
          Fixtures.report("a").seeds(SEEDS).metric("loss", 1).metric(3, "loss", 99).build();
      detect.send(delivery("a", 20, false, one));
      assertThat(detect.alerts()).isEmpty();
    }
  }

  @Test
  void callsValuesThatAreNotFiniteCritical() throws Exception {
    try (DetectHarness detect = start(10)) {
      send(detect, "a", 1, Double.NaN);
      assertThat(detect.alerts())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
                assertThat(alert.metricValue()).isNaN();
                assertThat(alert.threshold()).isNull();
              });
    }
  }

  @Test
  void doesNotLookAtWhatArrivesLate() throws Exception {
    try (DetectHarness detect = start(10)) {
      usual(detect, "a", 10);
      Delivery late = delivery("a", 3, true, report("a", 3, 99));
      assertThat(detect.send(late)).containsExactly(late);
      assertThat(detect.alerts()).isEmpty();
    }
  }

  @Test
  void looksAtNothingOfALayerThatItIsOffFor() throws Exception {
    try (DetectHarness detect = start(10)) {
      Delivery passed = DetectHarness.unwatched("a", 1, report("a", 1, 0));
      assertThat(detect.send(passed)).containsExactly(passed);
      detect.snapshot();
      assertThat(detect.stateEntries()).isZero();
    }
  }

  @Test
  void keepsStateOnlyOfLayersThatReported() throws Exception {
    try (DetectHarness detect = start(10)) {
      detect.send(delivery("a", 1, false, Heartbeats.of("a", "x")));
      detect.send(delivery("b", 1, false, Fixtures.report("b").build()));
      detect.snapshot();
      assertThat(detect.stateEntries()).isEqualTo(1);
      assertThat(detect.alerts()).isEmpty();
    }
  }

  @Test
  void remembersAnAlertThroughARestart() throws Exception {
    OperatorSubtaskState snapshot;
    try (DetectHarness detect = start(10)) {
      usual(detect, "a", 10);
      send(detect, "a", 10, 5);
      snapshot = detect.snapshot();
    }
    try (DetectHarness restored = start(10, 1, 0, snapshot)) {
      send(restored, "a", 11, 50);
      assertThat(restored.alerts()).isEmpty();
    }
  }

  /** Restarts, another parallelism and a cache of one layer change nothing of what is found. */
  @RandomSeeds
  void findsTheSameHoweverItIsInterrupted(long seed) throws Exception {
    List<String> undisturbed = new ArrayList<>();
    try (DetectHarness detect = start(10)) {
      for (Delivery delivery : deliveries(seed)) {
        detect.send(delivery);
      }
      detect.alerts().forEach(alert -> undisturbed.add(alert.header().messageId()));
    }
    assertThat(undisturbed).isNotEmpty();
    assertThat(interrupted(deliveries(seed))).containsExactlyInAnyOrderElementsOf(undisturbed);
  }

  private List<String> interrupted(List<Delivery> deliveries) throws Exception {
    List<String> found = new ArrayList<>();
    OperatorSubtaskState snapshot = null;
    int part = deliveries.size() / 4;
    for (int life = 0; life < 4; life++) {
      int parallelism = life == 3 ? 2 : 1;
      try (DetectHarness first = start(1, parallelism, 0, snapshot);
          DetectHarness second = start(2, 2, 1, snapshot)) {
        for (Delivery delivery : deliveries.subList(life * part, (life + 1) * part)) {
          int index = indexOf(delivery.layer(), parallelism);
          (index == 0 ? first : second).send(delivery);
        }
        first.alerts().forEach(alert -> found.add(alert.header().messageId()));
        second.alerts().forEach(alert -> found.add(alert.header().messageId()));
        snapshot = first.snapshot();
      }
    }
    return found;
  }

  private static List<Delivery> deliveries(long seed) {
    Random random = new Random(seed);
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      String layer = LAYERS.get(random.nextInt(LAYERS.size()));
      double loss = random.nextInt(15) == 0 ? 30 * random.nextDouble() : random.nextGaussian();
      deliveries.add(delivery(layer, i, false, report(layer, i, loss)));
    }
    return deliveries;
  }

  @Test
  void forgetsTheHistoryOfALayerBehindItsFarewell() throws Exception {
    try (DetectHarness detect = start(10)) {
      usual(detect, "a", 10);
      usual(detect, "b", 10);
      detect.snapshot();
      usual(detect, "a", 1);

      detect.send(DetectHarness.farewell("a", 20));
      detect.snapshot();

      assertThat(detect.stateEntries()).isEqualTo(1);
    }
  }
}
