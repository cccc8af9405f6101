package io.tamiyo.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.SeedMetricsSnapshot;
import io.tamiyo.contracts.message.TelemetryBatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTopicsTest {

  @Test
  void sendsCommandsOnOneKeyPerLayer() {
    Command transition = Fixtures.transition("enc-1", SeedState.TRAINING).of(1, 2).build();
    Command blueprint = Fixtures.blueprint("enc-1", 3, "7").build();
    String key = "morphogenetic.control.lifecycle.layer.enc-1";
    assertThat(PythonTopics.commands("enc-1")).isEqualTo(key);
    assertThat(PythonTopics.of(transition)).hasValue(key);
    assertThat(PythonTopics.of(blueprint)).hasValue(key);
  }

  @Test
  void sendsNothingThatLayersDoNotUnderstand() {
    assertThat(PythonTopics.of(Fixtures.emergencyStop("a").build())).isEmpty();
    assertThat(PythonTopics.of(one(BatchCommand.class))).isEmpty();
  }

  @Test
  void knowsTheKeysThatLayersWrite() {
    assertThat(PythonTopics.of(Fixtures.report("a").build()))
        .hasValue("morphogenetic.telemetry.aggregated.layer.a");
    assertThat(PythonTopics.of(one(SeedMetricsSnapshot.class)))
        .hasValue("morphogenetic.telemetry.batch");
    assertThat(PythonTopics.of(new TelemetryBatch(header(), List.of(), null, 0)))
        .hasValue("morphogenetic.telemetry.batch");
    Message event = Fixtures.transitioned("a", 7, SeedState.DORMANT, SeedState.GERMINATED).build();
    assertThat(PythonTopics.of(event)).hasValue("morphogenetic.event.transition.layer.a.seed.7");
    Command command = Fixtures.transition("a", SeedState.TRAINING).of(1, 2).build();
    assertThat(PythonTopics.of(Fixtures.acknowledgement(command, Outcome.APPLIED).build()))
        .hasValue("morphogenetic.control.ack.layer.a");
    Command everywhere = Fixtures.emergencyStop(null).build();
    assertThat(PythonTopics.of(Fixtures.acknowledgement(everywhere, Outcome.APPLIED).build()))
        .hasValue("morphogenetic.control.ack");
    PerformanceAlert alert = (PerformanceAlert) one(PerformanceAlert.class);
    String suffix = alert.seedId() == null ? "" : ".seed." + alert.seedId();
    assertThat(PythonTopics.of(alert))
        .hasValue("morphogenetic.alert.layer." + alert.layerId() + suffix);
    assertThat(PythonTopics.of(Fixtures.heartbeat("a", Fixtures.seconds(1))))
        .hasValue("morphogenetic.event.layer.a");
  }

  @ParameterizedTest
  @CsvSource({
    "morphogenetic.telemetry.aggregated.layer.a.b, a.b",
    "morphogenetic.alert.layer.a, a",
    "morphogenetic.alert.layer.a.seed.7, a",
    "morphogenetic.event.transition.layer.net.layer.2.seed.0, net.layer.2",
    "morphogenetic.event.statetransitionevent.layer.a, a",
    "morphogenetic.control.ack.layer.a, a",
    "morphogenetic.event.layer.a.seed.3, a.seed.3",
    "morphogenetic.telemetry.batch,",
    "morphogenetic.event,",
    "morphogenetic.alert.layer.../x,",
    "kasmina.control.layer.a,"
  })
  void findsTheLayerThatAKeyNames(String key, String layer) {
    assertThat(PythonTopics.layerOf(key).orElse(null)).isEqualTo(layer);
  }

  @Test
  void looksForEverythingThatLayersWriteAndNotForCommands() {
    assertThat(PythonTopics.writtenByLayers()).noneMatch(pattern -> pattern.contains("lifecycle"));
  }

  private static io.tamiyo.contracts.message.Header header() {
    return Fixtures.header("m", Fixtures.seconds(1));
  }

  private static Message one(Class<? extends Message> kind) {
    return new RandomMessages(3)
        .oneOfEach().stream().filter(kind::isInstance).findFirst().orElseThrow();
  }
}
