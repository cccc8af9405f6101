package io.tamiyo.jobs.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.operators.mirror.MirrorRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorOptionsTest {

  @TempDir Path directory = Path.of("");
  private final Map<String, String> values = new HashMap<>();

  @BeforeEach
  void giveWhatIsRequired() throws IOException {
    Path from = Files.writeString(directory.resolve("from"), "redis://user:secret@eu:6379\n");
    Path to = Files.writeString(directory.resolve("to"), "redis://us:6380/2\n");
    values.put("from.region", "eu");
    values.put("from.url-file", from.toString());
    values.put("to.region", "us");
    values.put("to.url-file", to.toString());
  }

  private void isRefused(String key, String value, String reason) {
    Map<String, String> wrong = new HashMap<>(values);
    wrong.put(key, value);
    assertThatThrownBy(() -> MirrorOptions.from(wrong))
        .as(key)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void hasDefaults() {
    MirrorOptions options = MirrorOptions.from(values);
    assertThat(options.from().address()).hasToString("redis://eu:6379");
    assertThat(options.to().address()).hasToString("redis://us:6380/2");
    assertThat(options.route()).isEqualTo(new MirrorRoute("eu", "us", false));
    assertThat(options.streams())
        .containsExactly("kasmina.telemetry.aggregated", "kasmina.alert", "kasmina.routed.*");
    assertThat(options.keep()).isEqualTo(10_000);
    assertThat(MirrorJob.name(options)).isEqualTo("Tamiyo mirror eu to us");
  }

  @Test
  void mapsEveryKey() {
    values.put("instance-id", "east");
    values.put("streams", "east.kasmina.alert, east.kasmina.routed.p*");
    values.put("own-only", "true");
    values.put("start", "LATEST");
    values.put("keep", "7");
    MirrorOptions options = MirrorOptions.from(values);
    assertThat(options.names().instanceId()).isEqualTo("east");
    assertThat(options.streams())
        .isEqualTo(List.of("east.kasmina.alert", "east.kasmina.routed.p*"));
    assertThat(options.route().ownOnly()).isTrue();
    assertThat(options.keep()).isEqualTo(7);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    isRefused("streams", "kasmina.control.layer.a", "commands would be applied in two regions");
    isRefused("streams", "a,,b", "empty");
    isRefused("to.region", "eu", "both regions are \"eu\"");
    isRefused("start", "noon", "start is noon; expected earliest or latest");
    isRefused("keep", "0", "keep is 0; expected at least 1");
    isRefused("colour", "red", "unknown option colour; there are from.region, ");
    isRefused("to.url-file", "/nowhere", "to.url-file /nowhere can't be read");
    Path same = Files.writeString(directory.resolve("same"), "redis://eu:6379");
    isRefused(
        "to.url-file", same.toString(), "both regions have the Redis redis://eu:6379; give that");
    values.remove("from.region");
    isRefused("keep", "1", "--from.region is missing");
  }
}
