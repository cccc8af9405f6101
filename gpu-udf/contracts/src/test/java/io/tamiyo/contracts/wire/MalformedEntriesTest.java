package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every malformed input of the fault list, on both wires: a reason with its place, no exception.
 */
class MalformedEntriesTest {

  private static final String HEADER = "\"message_id\":\"m\",\"timestamp\":1.0,";
  private static final long GIB = 1L << 30;

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  @Test
  void refusesPoisonBytes() {
    byte[] poison = {(byte) 0xFF, 0, 1, 2, (byte) 0xC3};
    assertFails(nativeEntry("json", poison), Reason.MALFORMED_PAYLOAD, "");
    assertFails(nativeEntry("cbor", poison), Reason.MALFORMED_PAYLOAD, "");
    assertFails(nativeEntry("json+zstd", poison), Reason.CORRUPT_COMPRESSION, "");
    assertFails(PythonEntries.of(poison), Reason.MALFORMED_PAYLOAD, "");
    assertFails(
        PythonEntries.of(new byte[] {0x78, (byte) 0x9C, 9}), Reason.CORRUPT_COMPRESSION, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "3", "\"text\"", "{} {}", "{\"a\":1,\"a\":2}", "{'a':1}"})
  void refusesWhatIsNoJsonObject(String json) {
    assertThat(failure(nativeEntry("json", json.getBytes(UTF_8)))).isNotNull();
    assertThat(failure(PythonEntries.of(json))).isNotNull();
  }

  @Test
  void refusesNestingOneThousandDeep() {
    String deep = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    assertFails(nativeEntry("json", deep.getBytes(UTF_8)), Reason.TOO_LARGE, "");
    assertFails(PythonEntries.of(deep), Reason.TOO_LARGE, "");
    byte[] arrays = new byte[1000];
    Arrays.fill(arrays, (byte) 0x81);
    assertFails(nativeEntry("cbor", arrays), Reason.TOO_LARGE, "");
  }

  @Test
  void refusesAGibibyteOutOfAKilobyteOfZlib() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream zlib = new DeflaterOutputStream(bomb)) {
      zeros(zlib, WireLimits.DEFAULTS.maxPayloadBytes() + 1L);
    }
    assertThat(bomb.size()).isLessThan(20_000);
    assertFails(PythonEntries.of(bomb.toByteArray()), Reason.TOO_LARGE, "");
  }

  @Test
  void refusesAGibibyteOutOfAKilobyteOfZstdBeforeItIsDecompressed() {
    assertFails(nativeEntry("json+zstd", zstdHeader(GIB)), Reason.TOO_LARGE, "");
    assertFails(nativeEntry("cbor+zstd", zstdHeader(GIB)), Reason.TOO_LARGE, "");
  }

  @Test
  void refusesZstdThatDoesNotDeclareItsSizeOrLies() throws Exception {
    ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(streamed)) {
      zeros(zstd, 1 << 20);
    }
    assertFails(nativeEntry("json+zstd", streamed.toByteArray()), Reason.CORRUPT_COMPRESSION, "");
    assertFails(nativeEntry("json+zstd", zstdHeader(100)), Reason.CORRUPT_COMPRESSION, "");
  }

  @Test
  void refusesAPayloadThatIsTooLongForItsEntry() {
    byte[] large = new byte[WireLimits.DEFAULTS.maxEntryBytes() + 1];
    assertFails(nativeEntry("json", large), Reason.TOO_LARGE, "data");
    assertFails(PythonEntries.of(large), Reason.TOO_LARGE, "data");
  }

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
  void refusesCountsThatAreHugeOrWrong() {
    Map<String, byte[]> huge = json(tick("a"));
    huge.put(EntryFields.COUNT, "2000000000".getBytes(UTF_8));
    assertFails(huge, Reason.TOO_LARGE, "count");
    Map<String, byte[]> wrong = json(tick("a"));
    wrong.put(EntryFields.COUNT, "3".getBytes(UTF_8));
    assertFails(wrong, Reason.INVALID_FIELD, "count");
    assertThat(((Decoded.Bad) reader.read(wrong).get(0)).count()).isEqualTo(3);
    assertFails(json("[]"), Reason.INVALID_FIELD, "count");
    String many = "[" + "{},".repeat(10_000) + "{}]";
    assertFails(json(many), Reason.TOO_LARGE, "");
    String batch = "{\"message_type\":\"TelemetryBatch\",\"messages\":" + many + "}";
    assertFails(PythonEntries.of(batch), Reason.TOO_LARGE, "messages");
    String layer =
        "{\"message_type\":\"LayerHealthReport\",\"layer_id\":\"a\",\"total_seeds\":2000000000}";
    assertFails(PythonEntries.of(layer), Reason.TOO_LARGE, "total_seeds");
    String empty = "{\"message_type\":\"TelemetryBatch\",\"messages\":[],\"batch_size\":5}";
    assertThat(((Decoded.Bad) reader.read(PythonEntries.of(empty)).get(0)).count()).isEqualTo(5);
  }

  @Test
  void refusesAMessageOfAnotherLayerThanItsEntry() {
    Map<String, byte[]> entry = json(tick("b"));
    entry.put(EntryFields.LAYER, "a".getBytes(UTF_8));
    assertFails(entry, Reason.INVALID_MESSAGE, "layer_id");
  }

  @Test
  void refusesUnknownEncodingsAndMissingPayloads() {
    assertFails(nativeEntry("xml", new byte[0]), Reason.INVALID_FIELD, "encoding");
    assertFails(Map.of(EntryFields.ENCODING, new byte[0]), Reason.INVALID_FIELD, "encoding");
    Map<String, byte[]> empty = json("");
    empty.remove(EntryFields.DATA);
    assertFails(empty, Reason.MISSING_FIELD, "data");
    assertFails(Map.of(), Reason.MISSING_FIELD, "data");
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

  private static void zeros(OutputStream out, long count) throws Exception {
    byte[] block = new byte[1 << 16];
    for (long written = 0; written < count; written += block.length) {
      out.write(block);
    }
  }

  /** The header of a zstd frame that declares this size, without the frame. */
  private static byte[] zstdHeader(long size) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xFD2FB528)
        .put((byte) 0xE0)
        .putLong(size)
        .array();
  }
}
