package io.tamiyo.operators.config;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigEntryTest {

  @Test
  void isBroadcastAsAPojo() {
    assertSerializedAsPojoWithoutKryo(ConfigEntry.class);
    assertSerializedAsPojoWithoutKryo(LaterValue.class);
  }

  @Test
  void keepsItsCoordinates() {
    ConfigEntry entry = ConfigEntry.of("kasmina.config", 7, 2, Map.of());
    assertThat(entry.caughtUp()).isFalse();
    assertThat(entry.entry().entryId()).isEqualTo("7-2");
    assertThat(ConfigEntry.caughtUp("kasmina.config").caughtUp()).isTrue();
  }
}
