package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.StreamEntry;
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
}
