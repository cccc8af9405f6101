package io.tamiyo.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DemoOptionsTest {

  @Test
  void tellsOfTheScaleOfEpochsSinceItDiffersFromTheDocuments() {
    DemoOptions options = new DemoOptions(4, 100, null, null, null, 8081, 42, 0.2, false);
    assertThat(options.differing()).isEqualTo(Map.of("epoch-scale", "0.2"));
  }

  @Test
  void tellsThatARedisWasGivenAndNeverItsPassword() {
    DemoOptions options =
        new DemoOptions(
            2,
            50,
            Duration.ofSeconds(60),
            null,
            "redis://:secret@127.0.0.1:6379",
            9000,
            7,
            1,
            false);
    assertThat(options.differing())
        .isEqualTo(
            Map.of(
                "layers",
                "2",
                "seeds",
                "50",
                "for",
                "60s",
                "redis",
                "given",
                "web-port",
                "9000",
                "seed",
                "7"));
  }

  @Test
  void refusesWhatCannotRunAndNamesTheOption() {
    assertThatThrownBy(() -> new DemoOptions(0, 100, null, null, null, 8081, 42, 1, false))
        .hasMessageContaining("--layers is 0");
    assertThatThrownBy(() -> new DemoOptions(4, -1, null, null, null, 8081, 42, 1, false))
        .hasMessageContaining("--seeds is -1");
    assertThatThrownBy(() -> new DemoOptions(4, 100, null, null, null, 0, 42, 1, false))
        .hasMessageContaining("--web-port is 0");
    assertThatThrownBy(() -> new DemoOptions(4, 100, Duration.ZERO, null, null, 1, 42, 1, false))
        .hasMessageContaining("--for");
    assertThatThrownBy(() -> new DemoOptions(4, 100, null, null, null, 8081, 42, Double.NaN, false))
        .hasMessageContaining("--epoch-scale");
  }

  @Test
  void readsDurationsWithTheirUnit() {
    Durations durations = new Durations();
    assertThat(durations.convert("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(durations.convert("60s")).isEqualTo(Duration.ofSeconds(60));
    assertThat(durations.convert("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(durations.convert("2h")).isEqualTo(Duration.ofHours(2));
    assertThatThrownBy(() -> durations.convert("60"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("60s");
  }
}
