package io.tamiyo.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NativeWireTest {

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  @RandomSeeds
  void readsWhatItWrites(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      for (int i = 0; i < 20; i++) {
        for (Message message : messages.oneOfEach()) {
          assertThat(reader.read(writer.write(place(1), List.of(message))))
              .containsExactly(new Decoded.Good(message));
        }
      }
    }
  }

  @RandomSeeds
  void readsBatchesOfAnything(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      for (int i = 1; i < 50; i++) {
        List<Message> batch = Stream.generate(messages::any).limit(i).toList();
        Map<String, byte[]> fields = writer.write(place(i), batch);
        assertThat(reader.read(fields))
            .containsExactlyElementsOf(batch.stream().map(Decoded.Good::new).toList());
      }
    }
  }

  @RandomSeeds
  void givesMessagesAPlaceLongAfterTheyWereEncoded(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      List<Message> batch = Stream.generate(messages::any).limit(7).toList();
      EncodedMessages encoded = writer.encode(batch);

      assertThat(encoded.type()).isEqualTo("TelemetryBatch");
      assertThat(writer.encode(batch.subList(0, 1)).type())
          .isEqualTo(MessageTypes.nameOf(batch.get(0)));
      assertThat(writer.write(place(7), encoded))
          .usingRecursiveComparison()
          .isEqualTo(writer.write(place(7), batch));
      assertThatThrownBy(() -> writer.write(place(6), encoded))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.encode(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesContentThatCanNotBe() {
    byte[] bytes = new byte[0];
    assertThatThrownBy(() -> new EncodedMessages("Tick", 0, Encoding.JSON, 1, bytes))
        .hasMessageContaining("count");
    assertThatThrownBy(() -> new EncodedMessages("Tick", 1, Encoding.JSON, -1, bytes))
        .hasMessageContaining("plainBytes");
    assertThatThrownBy(() -> new EncodedMessages("Tick", 1, Encoding.CLAIM_CHECK, 1, bytes))
        .hasMessageContaining("claim-check");
  }

  private static EntryHeader place(int count) {
    return new EntryHeader("TelemetryBatch", null, "host-1", 1, 1, count, null, null);
  }
}
