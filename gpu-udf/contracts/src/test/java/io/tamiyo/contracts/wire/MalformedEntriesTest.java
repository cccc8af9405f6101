package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertFails(nativeEntry("cbor+zstd", new byte[0]), Reason.CORRUPT_COMPRESSION, "");
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
  void refusesFewBytesThatWouldBecomeManyObjects() {
    String objects = "{\"a\":[" + "{},".repeat(2_000_000) + "{}]}";
    assertFails(PythonEntries.of(objects), Reason.TOO_LARGE, "");
    byte[] arrays = new byte[4_000_010];
    Arrays.fill(arrays, (byte) 0x80);
    arrays[0] = (byte) 0x9F;
    assertFails(nativeEntry("cbor", arrays), Reason.TOO_LARGE, "");
  }

  @Test
  void readsNamesOfOneHashLikeAnyOthers() {
    StringBuilder metadata = new StringBuilder("\"z\":0");
    for (int i = 0; i < 1 << 14; i++) {
      metadata.append(",\"");
      for (int bit = 0; bit < 14; bit++) {
        metadata.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      metadata.append("\":0");
    }
    String heartbeat = "{\"message_type\":\"Heartbeat\",\"metadata\":{" + metadata + "}}";
    assertThat(reader.read(PythonEntries.of(heartbeat)))
        .singleElement()
        .isInstanceOf(Decoded.Good.class);
  }

  @Test
  void survivesAMistakeThatNobodyThoughtOf() {
    ClaimCheckStore mistaken =
        new ClaimCheckStore() {
          @Override
          public void put(String id, byte[] payload) {
            throw new IllegalStateException("a mistake");
          }

          @Override
          public Optional<byte[]> get(String id, int maxBytes) {
            throw new IllegalStateException("a mistake");
          }
        };
    WireReader fragile = new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), mistaken);
    Map<String, byte[]> claimed = nativeEntry("claim-check", "id-1".getBytes(UTF_8));
    claimed.put(EntryFields.CLAIMED_ENCODING, "json".getBytes(UTF_8));
    claimed.put(EntryFields.COUNT, "4".getBytes(UTF_8));
    Decoded.Bad bad = (Decoded.Bad) fragile.read(claimed).get(0);
    assertThat(bad.failure()).hasMessageContaining("a mistake");
    assertThat(bad.count()).isEqualTo(4);
    assertThat(bad.ordinal()).isEqualTo(-1);
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
