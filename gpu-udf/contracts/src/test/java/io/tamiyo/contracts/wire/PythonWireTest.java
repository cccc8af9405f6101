package io.tamiyo.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.NativeOnly;
import java.util.List;
import java.util.Map;

class PythonWireTest {

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
  private final PythonWriter writer = new PythonWriter();

  @RandomSeeds
  void writesAgainWhatItHasRead(long seed) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    for (int i = 0; i < 20; i++) {
      for (Message message : messages.oneOfEach()) {
        if (message.getClass().isAnnotationPresent(NativeOnly.class)) {
          continue;
        }
        Map<String, byte[]> written = writer.write(message);
        List<Decoded> decoded = reader.read(written);
        assertThat(decoded).singleElement().isInstanceOf(Decoded.Good.class);
        Message again = ((Decoded.Good) decoded.get(0)).message();
        assertThat(PythonEntries.json(writer.write(again))).isEqualTo(PythonEntries.json(written));
      }
    }
  }
}
