package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigEntry.Kind;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class ConfigEntriesTest {

  private final ConfigEntries entries = new ConfigEntries();
  private final List<ConfigEntry> out = new ArrayList<>();

  @Test
  void handsOnEntriesAndTheEndOfTheStreamAsItWas() {
    entries.deserialize(
        new StreamEntry("kasmina.config", 5, 1, Map.of("data", new byte[1])),
        new ListCollector<>(out));
    entries.caughtUp("kasmina.config", new StreamId(5, 1), new ListCollector<>(out));
    assertThat(out).extracting(ConfigEntry::kind).containsExactly(Kind.ENTRY, Kind.CAUGHT_UP);
    assertThat(out).extracting(ConfigEntry::id).containsOnly(new StreamId(5, 1));
    assertThat(out.get(0).time()).isEqualTo(5);
  }

  @Test
  void keepsTheLastValuesOverAGap() {
    entries.gap(
        new StreamGap("kasmina.config", GapKind.TRIMMED, 1, 0, 0, 5, 0), new ListCollector<>(out));
    assertThat(out).isEmpty();
  }

  @Test
  void saysThatItIsAnotherStreamAndWhereThatBegins() {
    entries.gap(
        new StreamGap("kasmina.config", GapKind.RECREATED, StreamGap.UNKNOWN, 7, 1, 5, 2),
        new ListCollector<>(out));
    assertThat(out).containsExactly(ConfigEntry.recreated("kasmina.config", new StreamId(5, 2)));
  }

  @Test
  void needsNoKryo() {
    assertThat(entries.getProducedType()).isEqualTo(TypeInformation.of(ConfigEntry.class));
  }
}
