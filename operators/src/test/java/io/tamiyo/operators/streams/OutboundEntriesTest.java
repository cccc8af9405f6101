package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.sink.StreamTrim;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundEntriesTest {

  private final StreamNames names = StreamNames.unnamed();
  private final OutboundEntries entries = new OutboundEntries(names, 10);

  @Test
  void leavesAControlLogToTheSourceThatReadsIt() {
    assertThat(entries.serialize(outbound(names.control("enc.1"))).trim()).isNull();
  }

  @Test
  void boundsAStreamThatOnlyPeopleRead() {
    assertThat(entries.serialize(outbound(names.alerts())).trim())
        .isEqualTo(StreamTrim.maxLength(10));
    assertThat(entries.serialize(outbound(names.alerts())).stream()).isEqualTo("kasmina.alert");
    assertThatThrownBy(() -> new OutboundEntries(names, 0)).hasMessageContaining("sideEntries");
  }

  private static Outbound outbound(String stream) {
    return new Outbound(stream, Map.of("data", new byte[] {1}));
  }
}
