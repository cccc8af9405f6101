package io.tamiyo.operators.ingest;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

  private IngestHarness ingest;
  private long updates;

  @BeforeEach
  void start() throws Exception {
    ingest = IngestHarness.start();
  }

  @AfterEach
  void stop() throws Exception {
    ingest.close();
  }

  private void set(@Nullable String layer, String key, @Nullable String value) throws Exception {
    updates++;
    ingest.configure(
        updates,
        new ConfigUpdate(Fixtures.header("c" + updates, Duration.ZERO), layer, key, value));
  }

  private static Delivery any(IngestHarness harness, String layer) throws Exception {
    return harness.deliver(entry(layer).heartbeat("").build());
  }

  private int windowOf(String layer) throws Exception {
    return any(ingest, layer).config().ordering().window();
  }

  @Test
  void handsOnTheJobsOptionsUntilOthersAreSet() throws Exception {
    assertThat(any(ingest, "a").config()).isSameAs(LayerConfig.DEFAULTS);
  }

  @Test
  void appliesAValueToAllLayersAndOneToALayer() throws Exception {
    assertThat(windowOf("a")).isEqualTo(100);
    set(null, "ordering.window", "50");
    set("a", "ordering.window", "60");
    assertThat(windowOf("a")).isEqualTo(60);
    assertThat(windowOf("b")).isEqualTo(50);
    set("a", "ordering.window", null);
    set(null, "ordering.window", null);
    assertThat(windowOf("a")).isEqualTo(100);
    assertThat(ingest.deadLetters()).isEmpty();
  }

  @Test
  void doesNotApplyWhatItRefusesAndSaysWhy() throws Exception {
    set("a", "ordering.max-pending", "200");
    set(null, "ordering.window", "300");
    set("a", "ordering.window", "300");
    set(null, "no.such.option", "1");
    assertThat(windowOf("a")).isEqualTo(100);
    assertThat(ingest.deadLetters())
        .extracting(DeadLetter::detail)
        .satisfiesExactly(
            first -> assertThat(first).contains("of layer a", "max-pending = 200", "window = 300"),
            second -> assertThat(second).contains("max-pending = 200", "window = 300"),
            third -> assertThat(third).contains("no.such.option"));
    assertThat(ingest.deadLetters())
        .allSatisfy(
            letter -> {
              assertThat(letter.stream()).isEqualTo("kasmina.config");
              assertThat(letter.reason()).isEqualTo("invalid_message");
              assertThat(letter.layerId()).isNull();
            });
  }

  @Test
  void refusesWhatIsNoConfiguration() throws Exception {
    ingest.configure(1, Heartbeats.of("a", "x"));
    ingest.configure(
        ConfigEntry.of(
            "kasmina.config",
            5,
            2,
            Map.of(EntryFields.DATA, "poison".getBytes(StandardCharsets.UTF_8))));
    assertThat(ingest.deadLetters())
        .extracting(DeadLetter::detail)
        .satisfiesExactly(
            first ->
                assertThat(first).isEqualTo("messages[0]: found Heartbeat; expected ConfigUpdate"),
            second -> assertThat(second).contains("poison"));
  }

  @Test
  void setsWhatOneEntryHoldsTogetherOrNotAtAll() throws Exception {
    ingest.configure(
        entryOf(
            1,
            update("a", "ordering.window", "20000"),
            update("a", "ordering.max-pending", "30000")));
    assertThat(windowOf("a")).isEqualTo(20_000);
    ingest.configure(
        entryOf(2, update("a", "ordering.window", "7"), update("a", "detection.window", "x")));
    ingest.configure(entryOf(3, update("a", "ordering.window", "8"), Heartbeats.of("a", "x")));
    assertThat(windowOf("a")).isEqualTo(20_000);
    assertThat(ingest.deadLetters())
        .extracting(DeadLetter::ordinal, DeadLetter::count)
        .containsExactly(tuple(-1, 2), tuple(1, 1), tuple(-1, 1));
  }

  @Test
  void letsAValueHoldFromItsTimeOnInTheTimeOfTheLayer() throws Exception {
    ingest.configure(
        entryOf(
            1,
            new ConfigUpdate(
                Fixtures.header("c", Duration.ZERO), "a", "ordering.window", "7", 9.0)));
    assertThat(windowAt(ingest, 8_999)).isEqualTo(100);
    assertThat(windowAt(ingest, 9_000)).isEqualTo(7);
    assertThat(windowAt(ingest, 8_999)).as("another stream of the layer").isEqualTo(100);
    assertThat(any(ingest, "b").config()).isSameAs(any(ingest, "b").config());
    try (IngestHarness restored = IngestHarness.restore(ingest.snapshot())) {
      assertThat(windowAt(restored, 8_999)).isEqualTo(100);
      assertThat(windowAt(restored, 9_000)).isEqualTo(7);
    }
  }

  private static int windowAt(IngestHarness harness, long time) throws Exception {
    InboundEntry entry = entry("a").at(Duration.ofMillis(time)).heartbeat("").build();
    return harness.deliver(entry).config().ordering().window();
  }

  private static ConfigUpdate update(String layer, String key, String value) {
    return new ConfigUpdate(Fixtures.header(key, Duration.ZERO), layer, key, value);
  }

  private static ConfigEntry entryOf(long ordinal, Message... updates) {
    return ConfigEntry.of(
        "kasmina.config",
        5,
        ordinal,
        TestingCodec.fields(Places.of("ConfigUpdate", null, updates.length), List.of(updates)));
  }

  @Test
  void givesEachLayerItsFeatures() throws Exception {
    set(null, "flags.wake.block", "a");
    assertThat(any(ingest, "a").config().has(Feature.WAKE)).isFalse();
    assertThat(any(ingest, "b").config().has(Feature.WAKE)).isTrue();
    set(null, "flags.enabled", "false");
    assertThat(any(ingest, "b").config().features()).isEmpty();
  }

  @Test
  void tellsWhetherTheConfigurationWasReadToItsEndSinceTheStart() throws Exception {
    assertThat(any(ingest, "a").configured()).isFalse();
    ingest.configure(ConfigEntry.caughtUp("kasmina.config"));
    assertThat(any(ingest, "a").configured()).isTrue();
    set("a", "ordering.window", "60");
    try (IngestHarness restored = IngestHarness.restore(ingest.snapshot())) {
      assertThat(any(restored, "a").configured()).isFalse();
      assertThat(any(restored, "a").config().ordering().window()).isEqualTo(60);
    }
  }

  @Test
  void reportsARefusalOnceForAllSubtasks() throws Exception {
    try (IngestHarness second =
        IngestHarness.start(IngestOptions.DEFAULTS, LayerConfig.DEFAULTS, 2, 1, null)) {
      second.configure(1, Heartbeats.of("a", "x"));
      assertThat(second.deadLetters()).isEmpty();
    }
  }

  @Test
  void fallsBackToTheJobsOptionsWhenARestartMadeAValueImpossible() throws Exception {
    set("a", "ordering.window", "9000");
    OperatorSubtaskState snapshot = ingest.snapshot();
    LayerConfig smaller =
        new LayerConfig(
            new OrderingOptions(10, 100, 5_000),
            DetectionOptions.DEFAULTS,
            PolicyOptions.DEFAULTS,
            TrackingOptions.DEFAULTS);
    try (IngestHarness restored =
        IngestHarness.start(IngestOptions.DEFAULTS, smaller, 1, 0, snapshot)) {
      assertThat(any(restored, "a").config()).isEqualTo(smaller);
    }
  }
}
