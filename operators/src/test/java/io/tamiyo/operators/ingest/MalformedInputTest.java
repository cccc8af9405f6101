package io.tamiyo.operators.ingest;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.wire.Encoding;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each malformed input becomes a dead letter with its reason, and its neighbours pass in order. */
class MalformedInputTest {

  private static final String LAYER = "encoder.1";
  private static final String HEARTBEAT =
      "{\"message_type\":\"Heartbeat\",\"message_id\":\"x\",\"timestamp\":%s,\"source\":\"s\","
          + "\"version\":\"%s\",\"service_id\":\"h\",\"uptime_seconds\":1,\"metrics\":{},"
          + "\"status\":\"healthy\",\"load\":{},\"layer_id\":\"%s\"}";

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("poison bytes", Encoding.JSON, bytes("\u0000\u0001poison"), "malformed_payload"),
        arguments("no payload at all", Encoding.JSON, new byte[0], "invalid_message"),
        arguments(
            "bytes that are no CBOR", Encoding.CBOR, bytes("\u001f\u001f"), "malformed_payload"),
        arguments("no zstd frame", Encoding.JSON_ZSTD, bytes("plain"), "corrupt_compression"),
        arguments(
            "nested 1000 deep",
            Encoding.JSON,
            bytes("[".repeat(1000) + "]".repeat(1000)),
            "too_large"),
        arguments(
            "1 GB out of little",
            Encoding.JSON_ZSTD,
            Zstd.compress(new byte[64 << 20], 1),
            "too_large"),
        arguments(
            "an unknown kind", Encoding.JSON, bytes("{\"message_type\":\"Love\"}"), "unknown_type"),
        arguments("a lost claim check", Encoding.CLAIM_CHECK, bytes("gone"), "lost_claim_check"),
        arguments(
            "a later major version",
            Encoding.JSON,
            bytes(HEARTBEAT.formatted("1", "2.0", LAYER)),
            "unknown_version"),
        arguments(
            "a header that is not finite",
            Encoding.JSON,
            bytes(HEARTBEAT.formatted("\"NaN\"", "1.0", LAYER)),
            "not_finite"),
        arguments(
            "a message of another layer",
            Encoding.JSON,
            bytes(HEARTBEAT.formatted("1", "1.0", "decoder")),
            "invalid_message"));
  }

  private static Arguments arguments(
      String what, Encoding encoding, byte[] data, String expectedReason) {
    return Arguments.of(what, encoding, data, expectedReason);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static EntryBuilder numbered(long sequence) {
    return entry(LAYER).from("host", 1, sequence).heartbeat("m" + sequence);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void becomesADeadLetterWhileItsNeighboursPass(
      String what, Encoding encoding, byte[] data, String reason) throws Exception {
    try (IngestHarness ingest = IngestHarness.start()) {
      InboundEntry malformed =
          numbered(2)
              .field(EntryFields.ENCODING, encoding.wireName())
              .field(EntryFields.CLAIMED_ENCODING, Encoding.JSON.wireName())
              .build();
      malformed.fields().put(EntryFields.DATA, data);
      Delivery before = ingest.deliver(numbered(1).build());
      Delivery delivery = ingest.deliver(malformed);
      Delivery after = ingest.deliver(numbered(3).build());
      assertThat(Heartbeats.ids(List.of(before, delivery, after))).containsExactly("m1", "m3");
      assertThat(delivery.header().sequence()).isEqualTo(2);
      assertThat(after.terms()).isEqualTo(new LedgerTerms(3, 1, 0, 0, 0));
      assertThat(ingest.deadLetters())
          .as(what)
          .extracting(DeadLetter::reason)
          .containsExactly(reason);
    }
  }

  @RandomSeeds
  void survivesWhateverBytesItIsGiven(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> names =
        List.of(
            EntryFields.DATA,
            EntryFields.TYPE,
            EntryFields.ENCODING,
            EntryFields.COUNT,
            EntryFields.LAYER,
            EntryFields.PRODUCER,
            EntryFields.PRODUCER_EPOCH,
            EntryFields.SEQUENCE,
            EntryFields.REPLAY_OF);
    try (IngestHarness ingest = IngestHarness.start()) {
      for (int i = 1; i <= 500; i++) {
        InboundEntry entry = numbered(i).build();
        String name = names.get(random.nextInt(names.size()));
        byte[] garbled = entry.fields().getOrDefault(name, new byte[8]).clone();
        garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
        entry.fields().put(name, garbled);
        LedgerTerms terms = ingest.deliver(entry).terms();
        assertThat(terms.passed() + terms.deadLetters() + terms.duplicates()).isEqualTo(terms.in());
      }
    }
  }
}
