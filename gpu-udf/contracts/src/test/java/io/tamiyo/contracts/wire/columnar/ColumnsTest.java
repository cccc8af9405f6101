package io.tamiyo.contracts.wire.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.json.Mappers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

  private static final WireLimits LIMITS = WireLimits.DEFAULTS;

  private final ObjectMapper cbor = Mappers.cbor(LIMITS);
  private final ObjectMapper json = Mappers.json(LIMITS);
  private final CborTree trees = new CborTree(cbor);
  private final ColumnsTree reader = new ColumnsTree(LIMITS);

  @Test
  void readsColumnsOfEitherFormat() throws Exception {
    SeedColumns columns = columns(5);
    assertThat(reader.read(trees.read(cbor.writeValueAsBytes(columns)), "")).isEqualTo(columns);
    assertThat(reader.read(json.readTree(json.writeValueAsBytes(columns)), "")).isEqualTo(columns);
  }

  @Test
  void leavesOutTheMarksWhenEverythingWasMeasured() throws Exception {
    JsonNode tree = trees.read(cbor.writeValueAsBytes(columns(5)));
    assertThat(tree.path("metrics").path(0).has("measured")).isFalse();
    assertThat(tree.path("metrics").path(1).has("measured")).isTrue();
  }

  @Test
  void namesTheFirstSeedOnlyWhenNoneIsMissing() throws Exception {
    assertThat(trees.read(cbor.writeValueAsBytes(columns(5))).path("first_seed").asInt(-1))
        .isZero();
    SeedColumns holes =
        new SeedColumns(1, new int[] {1, 70_000}, new byte[2], new long[2], new int[2], List.of());
    JsonNode tree = trees.read(cbor.writeValueAsBytes(holes));
    assertThat(tree.has("first_seed")).isFalse();
    assertThat(reader.read(tree, "")).isEqualTo(holes);
  }

  @Test
  void writesTagsOfTypedArrays() throws Exception {
    byte[] written = cbor.writeValueAsBytes(columns(5));
    assertThat(contains(written, 0xD8, 85, 0x54)).as("float32 little endian, 20 bytes").isTrue();
    assertThat(contains(written, 0xD8, 64, 0x45)).as("uint8, 5 bytes").isTrue();
  }

  @Test
  void keepsValuesThatAreBeyondFloat32() throws Exception {
    SeedColumns wide =
        new SeedColumns(
            1,
            new int[] {0, 1},
            new byte[2],
            new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
            new int[] {Integer.MAX_VALUE, -1},
            List.of(MetricColumn.of("loss", 1e300, Double.NaN)));
    assertThat(reader.read(trees.read(cbor.writeValueAsBytes(wide)), "")).isEqualTo(wide);
  }

  @Test
  void readsUnsignedArraysOfOthers() {
    byte[] ones = {-1, -1, -1, -1};
    assertThat(new TypedArray(64, ones).integers()).containsExactly(255, 255, 255, 255);
    assertThat(new TypedArray(69, ones).integers()).containsExactly(65_535, 65_535);
    assertThat(new TypedArray(70, ones).integers()).containsExactly(4_294_967_295L);
    assertThat(new TypedArray(77, ones).integers()).containsExactly(-1, -1);
    assertThat(new TypedArray(78, ones).integers()).containsExactly(-1);
    assertThat(new TypedArray(79, ones).holdsIntegers()).isFalse();
    assertThat(new TypedArray(85, ones).holdsIntegers()).isFalse();
    assertThat(new TypedArray(86, ones).holdsFloats()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "states, 11, seeds",
    "states, -300, seeds.states[0]",
    "host_epoch, 1.5, seeds.host_epoch",
    "revisions, 1, seeds",
    "epochs_in_state, 99999999999, seeds.epochs_in_state[0]"
  })
  void refusesNumbersThatCannotBe(String field, String value, String path) throws Exception {
    String replaced = field.equals("host_epoch") ? value : "[" + value + "]";
    ObjectNode tree = plain(3);
    tree.set(field, json.readTree(replaced));
    DecodeFailure failure = failure(tree);
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_MESSAGE);
    assertThat(failure.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "states, 7, seeds.states",
    "metrics, 7, seeds.metrics",
    "metrics, [7], seeds.metrics[0].name",
    "metrics, '[{\"name\":\"a\",\"values\":7}]', seeds.metrics[0].values",
    "metrics, '[{\"name\":\"a\",\"values\":[\"x\",1,1]}]', seeds.metrics[0].values[0]",
    "metrics, '[{\"name\":\"a\",\"values\":[1]}]', seeds.metrics[0]",
    "metrics, '[{\"name\":\"a\",\"values\":[1,2,3,4]}]', seeds.metrics[0]",
    "metrics, '[{\"name\":\"a\",\"values\":[1,2,3],\"measured\":3}]', seeds.metrics[0].measured",
    "metrics, '[{\"name\":\"a\",\"planes\":[1,2,3]}]', seeds.metrics[0].planes",
    "first_seed, -1, seeds",
    "seed_ids, [], seeds"
  })
  void refusesWhatIsNoColumn(String field, String value, String path) throws Exception {
    ObjectNode tree = plain(3);
    if (field.equals("seed_ids")) {
      tree.remove("first_seed");
    }
    tree.set(field, json.readTree(value));
    DecodeFailure failure = failure(tree);
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_MESSAGE);
    assertThat(failure.path()).isEqualTo(path);
  }

  @Test
  void refusesMoreSeedsAndMetricsThanAllowed() throws Exception {
    ObjectNode far = plain(3).put("first_seed", 99_999);
    assertThat(failure(far).reason()).isEqualTo(Reason.TOO_LARGE);
    ObjectNode farther = plain(3).put("first_seed", Long.MAX_VALUE);
    assertThat(failure(farther).reason()).isEqualTo(Reason.TOO_LARGE);
    ObjectNode many = plain(1);
    for (int i = 0; i < 65; i++) {
      many.withArray("metrics").addObject().put("name", "m" + i).putArray("values").add(1);
    }
    assertThat(failure(many).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(failure(json.readTree("[]")).path()).isEqualTo("seeds");
  }

  @Test
  void refusesMarksAndPlanesThatDoNotFit() throws Exception {
    ReportBuilder report = Fixtures.report("a").seeds(100).metric(3, "loss", 0.5);
    ObjectNode tree = (ObjectNode) trees.read(cbor.writeValueAsBytes(report.build().seeds()));
    ObjectNode column = (ObjectNode) tree.path("metrics").path(0);
    JsonNode planes = column.path("planes");
    column.putPOJO("planes", new TypedArray(TypedArray.NONE, new byte[8]));
    assertThat(failure(tree)).hasMessageContaining("2 values, but 1 measured");
    column.putPOJO("planes", new TypedArray(TypedArray.NONE, new byte[0]));
    assertThat(failure(tree)).hasMessageContaining("fewer values");
    column.putPOJO("planes", new TypedArray(TypedArray.NONE, new byte[3]));
    assertThat(failure(tree)).hasMessageContaining("no planes");
    column.set("planes", planes);
    column.putPOJO("measured", new TypedArray(TypedArray.NONE, new byte[3]));
    assertThat(failure(tree).path()).isEqualTo("seeds.metrics[0].measured");
  }

  @Test
  void refusesCborThatIsNoMessage() throws Exception {
    assertThat(parseFailure()).isEqualTo(Reason.MALFORMED_PAYLOAD);
    assertThat(parseFailure(0x01, 0x02)).as("two values").isEqualTo(Reason.MALFORMED_PAYLOAD);
    assertThat(parseFailure(0xA2, 0x61, 'a', 1, 0x61, 'a', 2))
        .as("a field twice")
        .isEqualTo(Reason.MALFORMED_PAYLOAD);
    assertThat(parseFailure(0xBF)).as("cut short").isEqualTo(Reason.MALFORMED_PAYLOAD);
    assertThat(trees.read(new byte[] {(byte) 0xC2, 0x41, 5}).isIntegralNumber()).isTrue();
  }

  private Reason parseFailure(int... bytes) {
    byte[] payload = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      payload[i] = (byte) bytes[i];
    }
    return catchThrowableOfType(DecodeFailure.class, () -> trees.read(payload)).reason();
  }

  private DecodeFailure failure(JsonNode tree) {
    return catchThrowableOfType(DecodeFailure.class, () -> reader.read(tree, "seeds"));
  }

  private ObjectNode plain(int seeds) throws Exception {
    SeedColumns columns = Fixtures.report("a").seeds(seeds).build().seeds();
    return (ObjectNode) json.readTree(json.writeValueAsBytes(columns));
  }

  private static SeedColumns columns(int seeds) {
    return Fixtures.report("a")
        .seeds(seeds)
        .state(1, SeedState.ROLLED_BACK)
        .revision(1, 300)
        .epochsInState(2, 70_000)
        .metric("loss", Double.POSITIVE_INFINITY)
        .metric(2, "loss", Double.NEGATIVE_INFINITY)
        .metric(1, "loss", Double.NaN)
        .metric(3, "accuracy", 0.25)
        .build()
        .seeds();
  }

  private static boolean contains(byte[] bytes, int... wanted) {
    for (int start = 0; start + wanted.length <= bytes.length; start++) {
      boolean found = true;
      for (int i = 0; i < wanted.length; i++) {
        found &= (bytes[start + i] & 0xFF) == wanted[i];
      }
      if (found) {
        return true;
      }
    }
    return false;
  }
}
