package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BlueprintEvent;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonReadingTest {

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  @Test
  void readsTheSmallestCommandThatWorks() {
    LifecycleTransitionCommand command =
        (LifecycleTransitionCommand)
            message(
                "{\"message_type\":\"LifecycleTransitionCommand\",\"layer_id\":\"L0\","
                    + "\"seed_id\":2,\"target_state\":\"germinated\"}");
    assertThat(command.targetState()).isEqualTo(SeedState.GERMINATED);
    assertThat(command.seedId()).isEqualTo(2);
    assertThat(command.timeoutMs()).isEqualTo(5000);
    assertThat(command.priority()).isEqualTo(Priority.NORMAL);
    assertThat(command.fence()).isEqualTo(Fence.NONE);
    assertThat(command.header().version()).isEqualTo("1.0");
    assertThat(command.header().messageId()).isEmpty();
  }

  @Test
  void takesTheDocumentedDefaults() {
    EmergencyStopCommand stop =
        (EmergencyStopCommand) message("{\"message_type\":\"EmergencyStopCommand\"}");
    assertThat(stop.layerId()).isNull();
    assertThat(stop.priority()).isEqualTo(Priority.CRITICAL);
    assertThat(stop.timeoutMs()).isEqualTo(1000);
    Command batch = (Command) message("{\"message_type\":\"BatchCommand\",\"commands\":[]}");
    assertThat(batch.timeoutMs()).isEqualTo(30_000);
  }

  @Test
  void takesNoFenceFromAWireWithoutFences() {
    Command command =
        (Command)
            message(
                "{\"message_type\":\"EmergencyStopCommand\",\"cause\":\"9-9\","
                    + "\"fence\":{\"job_epoch\":99,\"targets\":[]}}");
    assertThat(command.fence()).isEqualTo(Fence.NONE);
    assertThat(command.cause()).isEmpty();
  }

  @Test
  void readsBlueprintsThatAreSentAsNumbers() {
    BlueprintEvent event =
        (BlueprintEvent)
            message(
                "{\"message_type\":\"BlueprintEvent\",\"layer_id\":\"a\",\"seed_id\":1,"
                    + "\"blueprint_id\":7}");
    assertThat(event.blueprintId()).isEqualTo("7");
  }

  @Test
  void recognisesAnAcknowledgementByTypeOrByItsFields() {
    String json =
        "{\"success\":false,\"execution_time_ms\":1.5,\"error\":\"no\","
            + "\"metadata\":{\"correlation_id\":\"c-1\",\"command_type\":\"X\"}}";
    CommandResult result = (CommandResult) message(json);
    assertThat(result.commandId()).isEqualTo("c-1");
    assertThat(result.header().correlationId()).isEqualTo("c-1");
    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(result.seeds()).isEmpty();
    Map<String, byte[]> typed =
        Map.of(
            EntryFields.TYPE,
            "CommandResult".getBytes(UTF_8),
            EntryFields.DATA,
            "{\"success\":true}".getBytes(UTF_8));
    Decoded decoded = reader.read(typed).get(0);
    assertThat(((CommandResult) ((Decoded.Good) decoded).message()).outcome())
        .isEqualTo(Outcome.APPLIED);
  }

  @Test
  void namesTheCommandInAnAcknowledgementThatItWrites() throws Exception {
    Command command = Fixtures.transition("a", SeedState.TRAINING).of(1, 2).build();
    CommandResult result = Fixtures.acknowledgement(command, Outcome.APPLIED).build();
    var json = PythonEntries.json(new PythonWriter().write(result));
    assertThat(json.path("metadata").path("correlation_id").asText())
        .isEqualTo(command.commandId());
    assertThat(json.has("message_id")).isFalse();
    assertThat(json.has("outcome")).isFalse();
  }

  @Test
  void readsColumnsFromMetricsBySeed() {
    SeedColumns seeds =
        seeds(
            "{\"7\":{\"lifecycle_state\":2.0,\"loss\":0.1},"
                + "\"3\":{\"loss\":NaN,\"lifecycle_state\":10,\"metric_4\":1}}");
    assertThat(seeds.seedIds()).containsExactly(3, 7);
    assertThat(seeds.state(0)).isEqualTo(SeedState.ROLLED_BACK);
    assertThat(seeds.state(1)).isEqualTo(SeedState.TRAINING);
    assertThat(seeds.isStateKnown(1)).isTrue();
    assertThat(seeds.revision(0)).isEqualTo(Revision.UNKNOWN);
    assertThat(seeds.metricsOf(0).measured("loss")).hasValue(Double.NaN);
    assertThat(seeds.metricsOf(1).measured("loss")).hasValue(0.1);
    assertThat(seeds.metricsOf(1).measured("metric_4")).isEmpty();
    assertThat(seeds.metrics()).hasSize(2);
  }

  @Test
  void doesNotTakeAMeanOfStatesForAState() {
    SeedColumns seeds =
        seeds(
            "{\"0\":{\"lifecycle_state\":2.0},\"1\":{\"lifecycle_state\":2.6},"
                + "\"2\":{\"lifecycle_state\":99},\"3\":{\"lifecycle_state\":NaN},\"4\":{}}");
    assertThat(seeds.isStateKnown(0)).isTrue();
    for (int row = 1; row < 5; row++) {
      assertThat(seeds.isStateKnown(row)).as("row %d", row).isFalse();
    }
    assertThat(seeds.state(1)).isEqualTo(SeedState.GRAFTING);
    assertThat(seeds("{\"0\":{\"loss\":1}}").isStateKnown(0)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"-1\":{}}', INVALID_MESSAGE",
    "'{\"x\":{}}', INVALID_MESSAGE",
    "'{\"01\":{}}', INVALID_MESSAGE",
    "'{\"200000\":{}}', TOO_LARGE",
    "'{\"0\":{\"loss\":\"low\"}}', INVALID_MESSAGE",
    "'{\"0\":{\"loss\":null}}', INVALID_MESSAGE",
    "'{\"0\":[]}', INVALID_MESSAGE",
    "'[]', INVALID_MESSAGE",
    "'null', INVALID_MESSAGE"
  })
  void refusesMetricsThatCannotBe(String metrics, Reason reason) {
    DecodeFailure failure = failure(report(metrics));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.path()).startsWith("health_metrics");
  }

  @Test
  void refusesMoreMetricsThanColumnsAreAllowed() {
    StringBuilder metrics = new StringBuilder("{\"0\":{\"m\":1");
    for (int i = 0; i < 64; i++) {
      metrics.append(",\"m").append(i).append("\":1");
    }
    assertThat(failure(report(metrics.append("}}").toString())).reason())
        .isEqualTo(Reason.TOO_LARGE);
    StringBuilder seeds = new StringBuilder("{\"0\":{\"m\":1");
    for (int i = 0; i < 60; i++) {
      seeds.append(",\"m").append(i).append("\":1");
    }
    seeds.append('}');
    for (int i = 1; i < 50_000; i++) {
      seeds.append(",\"").append(i).append("\":{}");
    }
    assertThat(failure(report(seeds.append('}').toString())).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void writesNothingThatPythonDoesNotKnow() throws Exception {
    Message command = Fixtures.transition("a", SeedState.TRAINING).of(1, 2).build();
    var json = PythonEntries.json(new PythonWriter().write(command));
    assertThat(json.has("fence")).isFalse();
    assertThat(json.has("cause")).isFalse();
    assertThat(json.path("priority").asText()).isEqualTo("normal");
    assertThat(json.path("correlation_id").isNull()).isTrue();
    assertThatThrownBy(() -> new PythonWriter().write(Fixtures.tick("a", Fixtures.seconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tick");
  }

  @Test
  void writesAsciiWithAnyText() throws Exception {
    Message command =
        Fixtures.transition("a", SeedState.TRAINING)
            .of(1, 2)
            .parameters(Map.of("note", "ë☃😀"))
            .build();
    byte[] data = PythonEntries.data(new PythonWriter().write(command));
    for (byte character : data) {
      assertThat(character).isPositive();
    }
  }

  private SeedColumns seeds(String metrics) {
    return ((LayerHealthReport) message(report(metrics))).seeds();
  }

  private static String report(String metrics) {
    return "{\"message_type\":\"LayerHealthReport\",\"layer_id\":\"a\",\"health_metrics\":"
        + metrics
        + "}";
  }

  private Message message(String json) {
    List<Decoded> decoded = reader.read(PythonEntries.of(json));
    assertThat(decoded).singleElement().isInstanceOf(Decoded.Good.class);
    return ((Decoded.Good) decoded.get(0)).message();
  }

  private DecodeFailure failure(String json) {
    List<Decoded> decoded = reader.read(PythonEntries.of(json));
    assertThat(decoded).singleElement().isInstanceOf(Decoded.Bad.class);
    return ((Decoded.Bad) decoded.get(0)).failure();
  }
}
