package io.tamiyo.operators.config;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigEntryTest {

  @Test
  void isBroadcastAsAPojo() {
    assertSerializedAsPojoWithoutKryo(ConfigEntry.class);
    assertSerializedAsPojoWithoutKryo(LaterValue.class);
    assertSerializedAsPojoWithoutKryo(Refusal.class);
  }

  @Test
  void keepsItsCoordinates() {
    ConfigEntry entry = ConfigEntry.of("kasmina.config", 7, 2, Map.of());
    assertThat(entry.kind()).isEqualTo(ConfigEntry.Kind.ENTRY);
    assertThat(entry.entry().entryId()).isEqualTo("7-2");
    ConfigEntry word = ConfigEntry.caughtUp("kasmina.config", entry.id());
    assertThat(word.kind()).isEqualTo(ConfigEntry.Kind.CAUGHT_UP);
    assertThat(word.id()).isEqualTo(new StreamId(7, 2));
  }
}
