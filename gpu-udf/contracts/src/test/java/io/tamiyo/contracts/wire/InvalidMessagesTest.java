package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every malformed input of the fault list, on both wires: a reason with its place, no exception.
 */
class InvalidMessagesTest {

  private static final String HEADER = "\"message_id\":\"m\",\"timestamp\":1.0,";

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  @ParameterizedTest
  @CsvSource({
    "NaN, timestamp",
    "Infinity, timestamp",
    "-Infinity, timestamp",
    "1e999, timestamp",
    "\"NaN\", timestamp"
  })
  void refusesAHeaderThatIsNotFinite(String value, String path) {
    String tick =
        "{\"message_type\":\"Tick\",\"message_id\":\"m\",\"layer_id\":\"a\",\"timestamp\":"
            + value
            + "}";
    assertFails(json(tick), Reason.NOT_FINITE, path);
    String heartbeat = "{\"message_type\":\"Heartbeat\",\"timestamp\":" + value + "}";
    assertFails(PythonEntries.of(heartbeat), Reason.NOT_FINITE, path);
  }

  @Test
  void refusesParametersThatAreNotFinite() {
    String command =
        "{\"message_type\":\"LifecycleTransitionCommand\",\"layer_id\":\"a\",\"seed_id\":1,"
            + "\"target_state\":\"germinated\",\"parameters\":{\"x\":{\"rates\":[1,NaN]}}}";
    assertFails(PythonEntries.of(command), Reason.NOT_FINITE, "parameters.x.rates[1]");
    String request =
        "{\"message_type\":\"TransitionRequest\","
            + HEADER
            + "\"layer_id\":\"a\",\"target_state\":\"TRAINING\",\"batch_size\":1,\"force\":false,"
            + "\"reason\":\"\",\"min_performance\":\"Infinity\"}";
    assertFails(json(request), Reason.NOT_FINITE, "min_performance");
    String metadata =
        "{\"message_type\":\"Tick\"," + HEADER + "\"layer_id\":\"a\",\"metadata\":{\"a\":-1e400}}";
    assertFails(json(metadata), Reason.NOT_FINITE, "metadata.a");
  }

  @Test
  void keepsMeasurementsThatAreNotFinite() {
    String snapshot =
        "{\"message_type\":\"SeedMetricsSnapshot\",\"layer_id\":\"a\",\"seed_id\":1,"
            + "\"metrics\":{\"loss\":NaN,\"top\":Infinity}}";
    assertThat(reader.read(PythonEntries.of(snapshot)))
        .singleElement()
        .isInstanceOf(Decoded.Good.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "*", "a..b", "", ".a", "a.", "a/b", "a b", "ä", "a\\nb"})
  void refusesBadLayerIds(String id) {
    assertThat(failure(json(tick(id))).reason()).isEqualTo(Reason.INVALID_MESSAGE);
    Map<String, byte[]> entry = json(tick("a"));
    entry.put(EntryFields.LAYER, id.getBytes(UTF_8));
    assertFails(entry, Reason.INVALID_FIELD, "layer");
  }

  @Test
  void refusesAnIdOfTenKilobytesWithoutRepeatingIt() {
    DecodeFailure failure = failure(json(tick("a".repeat(10_240))));
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_MESSAGE);
    assertThat(failure.getMessage()).hasSizeLessThan(400);
    String longId =
        "{\"message_type\":\"Heartbeat\",\"message_id\":\"" + "i".repeat(10_240) + "\"}";
    assertFails(PythonEntries.of(longId), Reason.TOO_LARGE, "message_id");
    String longType = "{\"message_type\":\"" + "T".repeat(10_240) + "\"}";
    assertThat(failure(PythonEntries.of(longType)).getMessage()).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource({
    "force, 1",
    "force, \"true\"",
    "timeout_ms, \"5000\"",
    "timeout_ms, 5000.5",
    "timeout_ms, null",
    "timeout_ms, 0",
    "layer_id, 7",
    "target_state, 2",
    "target_state, \"asleep\"",
    "parameters, []",
    "seed_id, -1",
    "seed_id, 2000000000",
    "seed_id, 99999999999",
    "priority, \"urgent\"",
    "reason, null",
    "reason, 5",
    "parameters, null"
  })
  void refusesFieldsOfTheWrongTypeOrRange(String field, String value) {
    String command =
        "{\"message_type\":\"LifecycleTransitionCommand\",\"layer_id\":\"a\",\"seed_id\":1,"
            + "\"target_state\":\"TRAINING\"}";
    String wrong = command.replaceFirst(",\"" + field + "\":[^,}]+", "");
    wrong = wrong.substring(0, wrong.length() - 1) + ",\"" + field + "\":" + value + "}";
    DecodeFailure failure = failure(PythonEntries.of(wrong));
    assertThat(failure.reason()).isIn(Reason.INVALID_MESSAGE, Reason.TOO_LARGE);
    assertThat(failure.getMessage()).contains(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "0.9", "1.x", "", "one", "11.0"})
  void refusesAnUnknownMajorVersion(String version) {
    String tick = tick("a").replace("{", "{\"version\":\"" + version + "\",");
    assertFails(json(tick), Reason.UNKNOWN_VERSION, "version");
    String heartbeat = "{\"message_type\":\"New\",\"version\":\"" + version + "\"}";
    assertFails(PythonEntries.of(heartbeat), Reason.UNKNOWN_VERSION, "version");
  }

  @Test
  void readsALaterMinorVersionAndIgnoresItsFields() {
    String tick = tick("a").replace("{", "{\"version\":\"1.7\",\"speed\":{\"a\":[1]},");
    assertThat(reader.read(json(tick))).singleElement().isInstanceOf(Decoded.Good.class);
    String heartbeat = "{\"message_type\":\"Heartbeat\",\"mood\":\"fine\"}";
    assertThat(reader.read(PythonEntries.of(heartbeat)))
        .singleElement()
        .isInstanceOf(Decoded.Good.class);
  }

  @Test
  void refusesUnknownKindsAndNativeKindsOnThePythonWire() {
    assertFails(json("{\"message_type\":\"Nothing\"}"), Reason.UNKNOWN_TYPE, "message_type");
    assertFails(PythonEntries.of("{\"a\":1}"), Reason.MISSING_FIELD, "message_type");
    String marker = "{\"message_type\":\"EpochStarted\",\"layer_id\":\"a\",\"job_epoch\":9}";
    assertFails(PythonEntries.of(marker), Reason.UNKNOWN_TYPE, "message_type");
  }

  @Test
  void losesNoNeighbourOfABadMessage() {
    String batch = "[" + tick("a") + "," + tick("../x") + ",7," + tick("b") + "]";
    List<Decoded> decoded = reader.read(json(batch));
    assertThat(decoded).hasSize(4);
    assertThat(decoded.get(0)).isInstanceOf(Decoded.Good.class);
    assertThat(decoded.get(3))
        .satisfies(last -> assertThat(((Decoded.Good) last).message()).isInstanceOf(Tick.class));
    Decoded.Bad second = (Decoded.Bad) decoded.get(1);
    assertThat(second.ordinal()).isEqualTo(1);
    assertThat(second.count()).isEqualTo(1);
    assertThat(second.failure().path()).startsWith("[1]");
    assertThat(((Decoded.Bad) decoded.get(2)).failure().path()).isEqualTo("[2]");
    String python =
        "{\"message_type\":\"TelemetryBatch\",\"messages\":[{\"message_type\":\"Heartbeat\"},"
            + "{\"message_type\":\"Heartbeat\",\"uptime_seconds\":\"long\"}]}";
    assertThat(reader.read(PythonEntries.of(python)))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Decoded.Good.class),
            bad ->
                assertThat(((Decoded.Bad) bad).failure().path())
                    .isEqualTo("messages[1].uptime_seconds"));
  }

  @Test
  void refusesAMessageOfAnotherLayerThanItsEntry() {
    Map<String, byte[]> entry = json(tick("b"));
    entry.put(EntryFields.LAYER, "a".getBytes(UTF_8));
    assertFails(entry, Reason.INVALID_MESSAGE, "layer_id");
  }

  private static String tick(String layer) {
    return "{\"message_type\":\"Tick\"," + HEADER + "\"layer_id\":\"" + layer + "\"}";
  }

  private static Map<String, byte[]> json(String json) {
    return nativeEntry("json", json.getBytes(UTF_8));
  }

  private static Map<String, byte[]> nativeEntry(String encoding, byte[] data) {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(EntryFields.TYPE, "Tick".getBytes(UTF_8));
    fields.put(EntryFields.ENCODING, encoding.getBytes(UTF_8));
    fields.put(EntryFields.DATA, data);
    return fields;
  }

  private void assertFails(Map<String, byte[]> fields, Reason reason, String path) {
    DecodeFailure failure = failure(fields);
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    assertThat(failure.path()).isEqualTo(path);
  }

  private DecodeFailure failure(Map<String, byte[]> fields) {
    List<Decoded> decoded = reader.read(fields);
    assertThat(decoded).singleElement().isInstanceOf(Decoded.Bad.class);
    return ((Decoded.Bad) decoded.get(0)).failure();
  }
}
