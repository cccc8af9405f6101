package io.tamiyo.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  private static EntryHeader place(int count) {
    return new EntryHeader("TelemetryBatch", null, "host-1", 1, 1, count, null, null);
  }
}
