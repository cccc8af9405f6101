package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.sink.StreamTrim;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundEntriesTest {

  private final Outbound outbound = new Outbound("kasmina.alert", Map.of("data", new byte[] {1}));

  @Test
  void appendsWhatWasSaid() {
    assertThat(OutboundEntries.untrimmed().serialize(outbound).stream()).isEqualTo("kasmina.alert");
    assertThat(OutboundEntries.untrimmed().serialize(outbound).trim()).isNull();
  }

  @Test
  void boundsAStreamThatOnlyPeopleRead() {
    assertThat(OutboundEntries.keeping(10).serialize(outbound).trim())
        .isEqualTo(StreamTrim.maxLength(10));
    assertThatThrownBy(() -> OutboundEntries.keeping(0)).hasMessageContaining("entries");
  }
}
