package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.TelemetryBatch;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.compression.Compression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimCheckTest {

  private static final WireLimits SMALL = WireLimits.DEFAULTS.withMaxMessageSize(300);
  private static final LayerHealthReport REPORT =
      Fixtures.report("layer-1").seeds(100).metric(3, "loss", 0.5).build();

  @TempDir private Path directory;

  private DirectoryClaimChecks store;

  @BeforeEach
  void openStore() throws IOException {
    store = new DirectoryClaimChecks(directory.resolve("claims"));
  }

  @Test
  void keepsAndReturnsAPayload() throws IOException {
    store.put("a-1", new byte[] {1, 2});
    store.put("a-1", new byte[] {3});
    assertThat(store.get("a-1", 10)).hasValue(new byte[] {3});
    assertThat(store.get("b", 10)).isEmpty();
    try (Stream<Path> files = Files.list(directory.resolve("claims"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void refusesAPayloadThatIsLongerThanTheReaderBears() throws IOException {
    store.put("a", new byte[11]);
    assertThatThrownBy(() -> store.get("a", 10)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "a/b", "", "..", "a..b", "a\u0000"})
  void leavesNoWayOutOfTheDirectory(String id) {
    assertThatThrownBy(() -> store.get(id, 10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.put(id, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void followsNoLink() throws IOException {
    Path secret = Files.write(directory.resolve("secret"), new byte[] {7});
    Files.createSymbolicLink(directory.resolve("claims/link.bin"), secret);
    assertThatThrownBy(() -> store.get("link", 10)).isInstanceOf(IOException.class);
  }

  @Test
  void takesAPayloadThatIsTooLargeOutOfItsEntry() {
    Map<String, byte[]> fields = write(SMALL, store);
    assertThat(PythonEntries.data(fields)).hasSizeLessThan(40);
    assertThat(reader(store).read(fields)).containsExactly(new Decoded.Good(REPORT));
    assertThat(write(SMALL, store)).containsExactlyInAnyOrderEntriesOf(fields);
  }

  @Test
  void saysThatAClaimCheckIsGone() {
    Map<String, byte[]> fields = write(SMALL, store);
    assertThat(failure(reader(ClaimCheckStore.none()), fields).reason())
        .isEqualTo(Reason.LOST_CLAIM_CHECK);
    fields.put(EntryFields.DATA, "../../etc/passwd".getBytes(UTF_8));
    assertThat(failure(reader(store), fields).reason()).isEqualTo(Reason.INVALID_FIELD);
  }

  @Test
  void saysThatAClaimCheckCannotBeRead() {
    Map<String, byte[]> fields = write(SMALL, store);
    ClaimCheckStore broken =
        new ClaimCheckStore() {
          @Override
          public void put(String id, byte[] payload) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public java.util.Optional<byte[]> get(String id, int maxBytes) throws IOException {
            throw new IOException("disk gone");
          }
        };
    DecodeFailure failure = failure(reader(broken), fields);
    assertThat(failure.reason()).isEqualTo(Reason.LOST_CLAIM_CHECK);
    assertThat(failure).hasMessageContaining("disk gone");
    assertThatThrownBy(() -> write(SMALL, broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("disk full");
  }

  @Test
  void refusesAClaimCheckOfAClaimCheck() {
    Map<String, byte[]> fields = write(SMALL, store);
    fields.put(EntryFields.CLAIMED_ENCODING, "claim-check".getBytes(UTF_8));
    assertThat(failure(reader(store), fields).reason()).isEqualTo(Reason.INVALID_FIELD);
    fields.remove(EntryFields.CLAIMED_ENCODING);
    assertThat(failure(reader(store), fields).reason()).isEqualTo(Reason.MISSING_FIELD);
  }

  @Test
  void saysThatNoStoreIsConfigured() {
    assertThatThrownBy(() -> write(SMALL, ClaimCheckStore.none()))
        .isInstanceOf(UncheckedIOException.class)
        .rootCause()
        .hasMessageContaining("no claim check store is configured");
  }

  @Test
  void refusesPythonEnvelopesThatHoldSomethingElse() throws IOException {
    store.put("no-batch", "{\"message_type\":\"Heartbeat\"}".getBytes(UTF_8));
    store.put("bomb", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD});
    assertThat(failure(reader(store), envelope("no-batch", "null")).path())
        .isEqualTo("message_type");
    assertThat(failure(reader(store), envelope("bomb", "\"zstd\"")).reason())
        .isEqualTo(Reason.CORRUPT_COMPRESSION);
    assertThat(failure(reader(store), envelope("bomb", "\"lzma\"")).path())
        .isEqualTo("compression");
    assertThat(failure(reader(store), envelope("../x", "null")).reason())
        .isEqualTo(Reason.INVALID_FIELD);
    DecodeFailure gone = failure(reader(store), envelope("gone", "null"));
    assertThat(gone.reason()).isEqualTo(Reason.LOST_CLAIM_CHECK);
    Decoded.Bad bad = (Decoded.Bad) reader(store).read(envelope("gone", "null")).get(0);
    assertThat(bad.count()).isEqualTo(7);
  }

  @Test
  void keepsAPythonBatchWithoutALabelAsItIs() {
    WireLimits limits = new WireLimits(1 << 20, 1 << 20, 64, 100, 1024, 1 << 20, 100, 100_000, 64);
    TelemetryBatch batch =
        new TelemetryBatch(
            Fixtures.header("b", Fixtures.seconds(1)), List.<Message>of(heartbeat()), null, 1);
    Map<String, byte[]> fields = new PythonWriter(limits, store).write(batch);
    assertThat(reader(store).read(fields)).hasSize(1).allMatch(Decoded.Good.class::isInstance);
    TelemetryBatch labelled = new TelemetryBatch(batch.header(), batch.messages(), "lzma", 1);
    assertThatThrownBy(() -> new PythonWriter(limits, store).write(labelled))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PythonWriter(limits, ClaimCheckStore.none()).write(batch))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void tellsWhichPayloadAnEntryOfEitherWireNames() {
    String id = new String(PythonEntries.data(write(SMALL, store)), StandardCharsets.UTF_8);
    assertThat(ClaimedIds.in(write(SMALL, store))).contains(id);
    assertThat(ClaimedIds.in(write(WireLimits.DEFAULTS, store))).isEmpty();
    assertThat(ClaimedIds.in(envelope("a-1", "null"))).contains("a-1");
    TelemetryBatch many =
        new TelemetryBatch(
            Fixtures.header("b", Fixtures.seconds(1))
                .withMetadata(Map.of("note", "so that it is compressed ".repeat(100))),
            List.<Message>of(heartbeat()),
            null,
            1);
    WireLimits claiming =
        new WireLimits(1 << 20, 1 << 20, 64, 100, 1024, 1 << 20, 100, 100_000, 64);
    Map<String, byte[]> compressed = new PythonWriter(claiming, store).write(many);
    assertThat(PythonEntries.data(compressed)).startsWith(0x78);
    assertThat(ClaimedIds.in(compressed)).isPresent();
  }

  @Test
  void looksIntoNothingThatIsLargerThanAnEnvelope() {
    for (boolean fits : List.of(true, false)) {
      int filled = ClaimedIds.LARGEST_ENVELOPE - (fits ? 200 : 0);
      String envelope =
          "{\"message_type\":\"TelemetryBatch\",\"metadata\":{\"claim_check_id\":\"a\",\"note\":\"%s\"}}"
              .formatted("x".repeat(filled));
      assertThat(ClaimedIds.in(PythonEntries.of(envelope)).isPresent()).isEqualTo(fits);
      byte[] compressed = Compression.zlib(envelope.getBytes(StandardCharsets.UTF_8));
      assertThat(ClaimedIds.in(Map.of(EntryFields.DATA, compressed)).isPresent()).isEqualTo(fits);
    }
  }

  @Test
  void takesNothingElseForTheNameOfAPayload() {
    assertThat(ClaimedIds.in(Map.of())).isEmpty();
    assertThat(ClaimedIds.in(envelope("../x", "null"))).isEmpty();
    for (String data :
        List.of(
            "{\"message_type\":\"Heartbeat\",\"metadata\":{\"claim_check_id\":\"a\"}}",
            "{\"message_type\":\"TelemetryBatch\",\"metadata\":{\"claim_check_id\":7}}",
            "{\"message_type\":\"TelemetryBatch\",\"metadata\":{\"claim_check_i\":\"a\"}}",
            "\"claim_check_id\"",
            "claim_check_id",
            "x\u009c",
            "")) {
      assertThat(ClaimedIds.in(PythonEntries.of(data))).as(data).isEmpty();
    }
  }

  private static Message heartbeat() {
    return Fixtures.heartbeat("layer-1", Fixtures.seconds(1));
  }

  private static Map<String, byte[]> envelope(String id, String compression) {
    return PythonEntries.of(
        "{\"message_type\":\"TelemetryBatch\",\"messages\":[],\"batch_size\":7,\"compression\":"
            + compression
            + ",\"metadata\":{\"claim_check_id\":\""
            + id
            + "\"}}");
  }

  private static Map<String, byte[]> write(WireLimits limits, ClaimCheckStore store) {
    try (NativeWriter writer = new NativeWriter(limits, store)) {
      EntryHeader place = Fixtures.entry("LayerHealthReport", "layer-1", 1);
      return new HashMap<>(writer.write(place, List.of(REPORT)));
    }
  }

  private static WireReader reader(ClaimCheckStore store) {
    return new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), store);
  }

  private static DecodeFailure failure(WireReader reader, Map<String, byte[]> fields) {
    List<Decoded> decoded = reader.read(fields);
    assertThat(decoded).singleElement().isInstanceOf(Decoded.Bad.class);
    return ((Decoded.Bad) decoded.get(0)).failure();
  }

  @Test
  void doesNotGiveUpAnEntryWhoseClaimCheckCannotBeAskedForNow() {
    Map<String, byte[]> fields = write(SMALL, store);
    ClaimCheckStore away =
        new ClaimCheckStore() {
          @Override
          public void put(String id, byte[] payload) {}

          @Override
          public java.util.Optional<byte[]> get(String id, int maxBytes) {
            throw new ClaimCheckOutage("loading", new IOException("loading"));
          }
        };

    assertThatThrownBy(() -> reader(away).read(fields))
        .isInstanceOf(ClaimCheckOutage.class)
        .hasMessage("loading");
  }
}
