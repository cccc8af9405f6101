package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.ingest.IngestHarness;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void writesATickThatNamesItsLayer() {
    StreamAppend append = new Ticks().entry("enc.1", "kasmina.inbound.enc.1");
    WireReader reader =
        new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
    assertThat(append.stream()).isEqualTo("kasmina.inbound.enc.1");
    assertThat(reader.read(append.fields()))
        .allMatch(
            decoded -> decoded instanceof Decoded.Good good && good.message() instanceof Tick);
    assertThat(new Ticks().layerOf(new StreamEntry(append.stream(), 1, 0, append.fields())))
        .asString()
        .isEqualTo("enc.1");
  }

  @Test
  void marksTheTickThatIsALayersLast() throws Exception {
    Ticks ticks = new Ticks();
    StreamAppend append = ticks.farewell("enc.1", "kasmina.inbound.enc.1");
    try (IngestHarness ingest = IngestHarness.start()) {
      assertThat(ingest.deliver(entryOf(ticks.entry("enc.1", append.stream()))).isLast()).isFalse();
      assertThat(ingest.deliver(entryOf(append)).isLast()).isTrue();
    }
  }

  @Test
  void takesEverythingButATickForASignOfLife() {
    Ticks ticks = new Ticks();
    StreamAppend tick = ticks.entry("enc.1", "s");
    assertThat(ticks.isSignOfLife(new StreamEntry("s", 1, 0, tick.fields()))).isFalse();
    assertThat(ticks.isSignOfLife(new StreamEntry("s", 1, 0, Map.of("type", new byte[] {'T'}))))
        .isTrue();
    assertThat(ticks.isSignOfLife(new StreamEntry("s", 1, 0, Map.of()))).isTrue();
  }

  private static InboundEntry entryOf(StreamAppend append) {
    return new InboundEntry("enc.1", append.stream(), 1, 0, append.fields());
  }
}
