package io.tamiyo.operators.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimedPayloadTest {

  private static Map<String, byte[]> fields(String encoding, String data) {
    return Map.of("encoding", encoding.getBytes(UTF_8), "data", data.getBytes(UTF_8));
  }

  @Test
  void leavesTheEntryAsItWasWhenItIsTakenOut() {
    InboundEntry entry = new InboundEntry("a", "s", 7, 1, fields("claim-check", "a-1"));
    InboundEntry whole = ClaimedPayload.put(entry, new byte[] {1});

    assertThat(ClaimedPayload.in(whole))
        .hasValueSatisfying(payload -> assertThat(payload).containsExactly(1));
    assertThat(ClaimedPayload.in(entry)).isEmpty();
    assertThat(ClaimedPayload.removedFrom(entry)).isSameAs(entry);
    InboundEntry again = ClaimedPayload.removedFrom(whole);
    assertThat(again.fields()).containsOnlyKeys("encoding", "data");
    assertThat(again.entryId()).isEqualTo(entry.entryId());
  }
}
