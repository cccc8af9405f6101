package io.tamiyo.operators.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.operators.limits.Excess;
import io.tamiyo.operators.limits.LimitOptions;
import io.tamiyo.operators.limits.RateLimit;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class LimitKeysTest {

  private static LimitOptions resolved(Map<String, String> values) {
    return LimitKeys.resolve(Configuration.fromMap(values), LimitOptions.DEFAULTS);
  }

  @Test
  void limitsNothingWhereNothingIsSaid() {
    Map<String, Object> defaults = new TreeMap<>();
    LimitKeys.all().forEach(option -> defaults.put(option.key(), option.defaultValue()));
    assertThat(defaults)
        .isEqualTo(
            Map.of(
                "limits.producer.messages-per-second",
                0.0,
                "limits.producer.burst",
                1_000L,
                "limits.layer.messages-per-second",
                0.0,
                "limits.layer.burst",
                1_000L,
                "limits.excess",
                Excess.PARK,
                "limits.max-parked",
                10_000L));
    assertThat(resolved(Map.of())).isEqualTo(LimitOptions.DEFAULTS);
    assertThat(LayerConfig.DEFAULTS.limits().isLimited()).isFalse();
  }

  @Test
  void mapsEveryKey() {
    assertThat(
            resolved(
                Map.of(
                    "limits.producer.messages-per-second", "1.5",
                    "limits.producer.burst", "2",
                    "limits.layer.messages-per-second", "3",
                    "limits.layer.burst", "4",
                    "limits.excess", "dead_letter",
                    "limits.max-parked", "5")))
        .isEqualTo(
            new LimitOptions(new RateLimit(1.5, 2), new RateLimit(3, 4), Excess.DEAD_LETTER, 5));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> resolved(Map.of("limits.layer.messages-per-second", "-1")))
        .hasMessage("messages per second are not in 0 to 1000000: -1.0");
    assertThatThrownBy(() -> resolved(Map.of("limits.producer.burst", "0")))
        .hasMessage("burst is not in 1 to 1000000: 0");
  }
}
