package io.tamiyo.operators.aggregation;

import static io.tamiyo.operators.aggregation.AggregateHarness.config;
import static io.tamiyo.operators.aggregation.AggregateHarness.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.TelemetryWindow;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class AggregateOperatorTest {

  private static ReportBuilder report(double loss) {
    return Fixtures.report("a").seeds(4).metric("loss", loss).layerMetric("accuracy", 0.5);
  }

  private static Delivery tick(long time) {
    return delivery("a", time, Fixtures.tick("a", Duration.ofMillis(time)));
  }

  @Test
  void writesOneReportOfALayerAndWindowWhenATickIsBehindIt() throws Exception {
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      aggregate.send(delivery("a", 10_001, report(1).build(), report(2).build()));
      aggregate.send(delivery("a", 19_999, report(6).build()));
      aggregate.send(delivery("b", 25_000, Heartbeats.of("b", "x")));
      assertThat(aggregate.out()).isEmpty();
      aggregate.send(tick(20_100));
      aggregate.send(tick(20_200));
      assertThat(aggregate.out())
          .extracting(Outbound::stream)
          .containsExactly(StreamNames.unnamed().aggregates());
      LayerHealthReport written = aggregate.reports().get(0);
      assertThat(written.layerId()).isEqualTo("a");
      assertThat(written.totalSeeds()).isEqualTo(4);
      assertThat(written.seeds().rows()).isZero();
      assertThat(written.telemetryWindow()).isEqualTo(new TelemetryWindow(10, 20));
      assertThat(written.performanceSummary())
          .containsEntry("loss_mean", 3.0)
          .containsEntry("loss_min", 1.0)
          .containsEntry("loss_max", 6.0)
          .containsEntry("layer_accuracy_p99", 0.5)
          .hasSize(14);
      assertThat(written.header().timestamp()).isEqualTo(20.1);
      assertThat(written.header().source()).isEqualTo("tamiyo/aggregate");
      assertThat(written.header().metadata())
          .hasToString("{reports=3, late=0, values={loss=12, layer_accuracy=3}, cause=20100-0}");
    }
  }

  @Test
  void countsWhatIsLateOrNotFiniteInTheReport() throws Exception {
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      aggregate.send(delivery("a", 10_001, report(Double.NaN).build()));
      EntryBuilder entry = EntryBuilder.entry("a").at(Duration.ofMillis(10_002));
      aggregate.send(delivery(entry, LayerConfig.DEFAULTS, true, report(9).build()));
      aggregate.send(delivery("a", 9_000, report(9).build()));
      aggregate.send(tick(20_000));
      LayerHealthReport written = aggregate.reports().get(0);
      assertThat(written.header().metadata())
          .hasToString(
              "{reports=1, late=2, values={loss=0, layer_accuracy=1}, non_finite={loss=4},"
                  + " cause=20000-0}");
      assertThat(written.performanceSummary()).doesNotContainKey("loss_mean").hasSize(7);
    }
  }

  @Test
  void isNotMovedByTheControlLog() throws Exception {
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      aggregate.send(delivery("a", 10_001, report(1).build()));
      EntryBuilder ahead =
          EntryBuilder.entry("a").in(StreamNames.unnamed().control("a")).at(Duration.ofMinutes(1));
      aggregate.send(delivery(ahead, LayerConfig.DEFAULTS, false));
      assertThat(aggregate.out()).isEmpty();
    }
  }

  @Test
  void closesAndForgetsALayerThatGoes() throws Exception {
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      aggregate.send(delivery("a", 10_001, report(1).build()));
      aggregate.snapshot();
      assertThat(aggregate.stateEntries()).isEqualTo(1);
      EntryBuilder last = EntryBuilder.farewell("a", Duration.ofSeconds(12));
      aggregate.send(delivery(last, LayerConfig.DEFAULTS, false));
      assertThat(aggregate.reports())
          .extracting(LayerHealthReport::telemetryWindow)
          .containsExactly(new TelemetryWindow(10, 12));
      aggregate.snapshot();
      assertThat(aggregate.stateEntries()).isZero();
    }
  }

  @Test
  void stopsWhereItIsSwitchedOffAndWritesWhatItHas() throws Exception {
    for (LayerConfig off :
        List.of(config("aggregation.window", "0 s"), config("flags.aggregation.percent", "0"))) {
      try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
        aggregate.send(delivery("a", 10_001, report(1).build()));
        for (long time : List.of(12_000L, 30_000L, 50_000L)) {
          EntryBuilder entry = EntryBuilder.entry("a").at(Duration.ofMillis(time));
          aggregate.send(delivery(entry, off, false, report(2).build()));
        }
        assertThat(aggregate.reports())
            .extracting(LayerHealthReport::telemetryWindow)
            .containsExactly(new TelemetryWindow(10, 12));
      }
    }
  }

  @Test
  void copiesAReportToWhereTheRulesSay() throws Exception {
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      aggregate.send(delivery("a", 10_001, report(1).build()));
      EntryBuilder tick = EntryBuilder.entry("a").at(Duration.ofSeconds(20));
      LayerConfig rules = config("routing.rules", "type=LayerHealthReport to=graphs");
      aggregate.send(delivery(tick, rules, false));
      assertThat(aggregate.out())
          .extracting(Outbound::stream)
          .containsExactly("kasmina.telemetry.aggregated", "kasmina.routed.graphs");
    }
  }

  @Test
  void keepsNothingOfLayersThatReportNothing() throws Exception {
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      for (int i = 0; i < 50; i++) {
        aggregate.send(tick(i * 1_000L));
      }
      aggregate.snapshot();
      assertThat(aggregate.stateEntries()).isZero();
    }
  }

  /** Savepoints in the middle of windows, and a cache of one layer, change no byte. */
  @RandomSeeds
  void writesTheSameBytesHoweverItIsInterrupted(long seed) throws Exception {
    List<Delivery> deliveries = deliveries(new Random(seed));
    List<String> undisturbed = new ArrayList<>();
    try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
      for (Delivery delivery : deliveries) {
        aggregate.send(delivery);
      }
      undisturbed.addAll(texts(aggregate.out()));
    }
    assertThat(undisturbed).hasSizeGreaterThan(4).doesNotHaveDuplicates();
    List<String> interrupted = new ArrayList<>();
    OperatorSubtaskState snapshot = null;
    int part = deliveries.size() / 5;
    for (int life = 0; life < 5; life++) {
      try (AggregateHarness aggregate = AggregateHarness.start(1, snapshot)) {
        for (Delivery delivery : deliveries.subList(life * part, (life + 1) * part)) {
          aggregate.send(delivery);
        }
        interrupted.addAll(texts(aggregate.out()));
        snapshot = aggregate.snapshot();
      }
    }
    assertThat(interrupted).containsExactlyElementsOf(undisturbed);
  }

  private static List<String> texts(List<Outbound> entries) {
    return entries.stream()
        .map(Outbound::fields)
        .map(
            fields -> {
              StringBuilder text = new StringBuilder();
              fields.forEach(
                  (name, value) ->
                      text.append(name)
                          .append('=')
                          .append(new String(value, StandardCharsets.ISO_8859_1)));
              return text.toString();
            })
        .toList();
  }

  private static List<Delivery> deliveries(Random random) {
    List<Delivery> deliveries = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 200; i++) {
      time += random.nextInt(600);
      String layer = random.nextBoolean() ? "a" : "b";
      ReportBuilder report =
          Fixtures.report(layer).seeds(3).layerMetric("loss", random.nextGaussian());
      for (int row = 0; row < 3; row++) {
        report.metric(
            row, "activation_mean", random.nextGaussian() * Math.pow(10, random.nextInt(9)));
      }
      deliveries.add(delivery(layer, time, report.build()));
    }
    return deliveries;
  }

  @Test
  void givesALaterReaderTheSameIdForTheSameEntry() throws Exception {
    List<Map<String, byte[]>> written = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (AggregateHarness aggregate = AggregateHarness.start(10, null)) {
        aggregate.send(delivery("a", 10_001, report(1).build()));
        aggregate.send(tick(20_000));
        written.add(aggregate.out().get(0).fields());
      }
    }
    assertThat(TestingCodec.only(LayerHealthReport.class, new Outbound("s", written.get(0))))
        .isEqualTo(TestingCodec.only(LayerHealthReport.class, new Outbound("s", written.get(1))));
  }
}
