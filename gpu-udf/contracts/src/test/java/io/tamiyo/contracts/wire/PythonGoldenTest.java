package io.tamiyo.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.TelemetryBatch;
import io.tamiyo.contracts.wire.json.HeaderRules;
import io.tamiyo.contracts.wire.json.TreeReader;
import io.tamiyo.contracts.wire.python.PythonDialect;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that the Python message bus has written into a real Redis. */
class PythonGoldenTest {

  private static final WireLimits LIMITS = WireLimits.DEFAULTS;

  private final TreeReader trees =
      new TreeReader(
          PythonEntries.MAPPER, MessageTypes.builtIn(), new PythonDialect(LIMITS), LIMITS);

  static List<GoldenEntries.Entry> entries() {
    return GoldenEntries.of("python-1.0");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entries")
  void readsEveryCapturedEntry(GoldenEntries.Entry entry) throws Exception {
    ClaimCheckStore store = new DirectoryClaimChecks(GoldenEntries.directory("python-1.0"));
    WireReader reader = new WireReader(LIMITS, MessageTypes.builtIn(), store);
    assertThat(reader.read(entry.fields())).isNotEmpty().allMatch(Decoded.Good.class::isInstance);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entries")
  void writesEveryCapturedEntryAsItWas(GoldenEntries.Entry entry) throws Exception {
    ObjectNode captured = PythonEntries.json(entry.fields());
    Message message = trees.read(typed(captured.deepCopy(), entry), "");
    Map<String, byte[]> written = new PythonWriter().write(message);
    assertSame(captured, PythonEntries.json(written));
    assertThat(PythonEntries.isCompressed(written))
        .isEqualTo(PythonEntries.isCompressed(entry.fields()));
    assertThat(written.get(EntryFields.TYPE)).isEqualTo(entry.fields().get(EntryFields.TYPE));
    assertThat(written.keySet()).isEqualTo(entry.fields().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entries")
  void findsTheLayerInTheKeysThatNameOne(GoldenEntries.Entry entry) {
    boolean namesLayer = entry.key().contains(".layer.");
    assertThat(PythonTopics.layerOf(entry.key()).isPresent()).isEqualTo(namesLayer);
    PythonTopics.layerOf(entry.key()).ifPresent(layer -> assertThat(layer).isEqualTo("enc-1"));
  }

  @Test
  void claimChecksABatchAsPythonDoes(@TempDir Path directory) throws Exception {
    WireLimits small = limitsWithThreshold(1000);
    ClaimCheckStore captured = new DirectoryClaimChecks(GoldenEntries.directory("python-1.0"));
    ClaimCheckStore own = new DirectoryClaimChecks(directory);
    for (String file : List.of("claim-check-gzip.json", "claim-check-zstd.json")) {
      Map<String, byte[]> envelope = entry(file).fields();
      TelemetryBatch batch = batch(envelope, captured);
      Map<String, byte[]> written = new PythonWriter(small, own).write(batch);
      ObjectNode expected = PythonEntries.json(envelope);
      ObjectNode actual = PythonEntries.json(written);
      assertThat(actual.path("messages")).isEmpty();
      assertThat(actual.path("metadata").path("claim_check_size").asInt()).isPositive();
      expected.remove("metadata");
      actual.remove("metadata");
      assertSame(expected, actual);
      WireReader reader = new WireReader(LIMITS, MessageTypes.builtIn(), own);
      assertThat(reader.read(written))
          .containsExactlyElementsOf(batch.messages().stream().map(Decoded.Good::new).toList());
    }
  }

  private TelemetryBatch batch(Map<String, byte[]> envelope, ClaimCheckStore store)
      throws Exception {
    WireReader reader = new WireReader(LIMITS, MessageTypes.builtIn(), store);
    List<Message> messages =
        reader.read(envelope).stream()
            .map(Decoded.Good.class::cast)
            .map(Decoded.Good::message)
            .toList();
    TelemetryBatch empty = (TelemetryBatch) trees.read(PythonEntries.json(envelope), "");
    return new TelemetryBatch(
        empty.header().withMetadata(Map.of()), messages, empty.compression(), messages.size());
  }

  private static WireLimits limitsWithThreshold(int bytes) {
    return new WireLimits(
        LIMITS.maxEntryBytes(),
        LIMITS.maxPayloadBytes(),
        LIMITS.maxDepth(),
        LIMITS.maxMessages(),
        LIMITS.compressAbove(),
        LIMITS.maxMessageSize(),
        bytes,
        LIMITS.maxSeeds(),
        LIMITS.maxMetrics());
  }

  private static GoldenEntries.Entry entry(String file) {
    return entries().stream().filter(entry -> entry.file().equals(file)).findFirst().orElseThrow();
  }

  private static ObjectNode typed(ObjectNode tree, GoldenEntries.Entry entry) {
    return tree.put(HeaderRules.TYPE, EntryHeaders.pythonType(entry.fields()));
  }

  /** Equal fields; a state may be written in any case, and 1 is 1.0. */
  private static void assertSame(JsonNode expected, JsonNode actual) {
    Comparator<JsonNode> leaves =
        (left, right) -> {
          boolean numbers = left.isNumber() && right.isNumber();
          boolean texts = left.isTextual() && right.isTextual();
          boolean same =
              numbers
                  ? Double.compare(left.doubleValue(), right.doubleValue()) == 0
                  : left.equals(right)
                      || (texts
                          && left.asText().equals("dormant")
                          && right.asText().equals("DORMANT"));
          return same ? 0 : 1;
        };
    assertThat(expected.equals(leaves, actual)).as("%s%nis not%n%s", expected, actual).isTrue();
  }
}
