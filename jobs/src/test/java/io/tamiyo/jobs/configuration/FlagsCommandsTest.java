package io.tamiyo.jobs.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FlagsCommandsTest {

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");
  private Terminal terminal;

  @BeforeEach
  void start() {
    terminal = new Terminal(directory, redis.url());
  }

  private void does(String... arguments) {
    assertThat(terminal.run(arguments)).as(terminal.err()).isZero();
  }

  private void isWrong(String why, int code, String... arguments) {
    assertThat(terminal.run(arguments)).isEqualTo(code);
    assertThat(terminal.err()).contains(why);
  }

  private JsonNode flags(String... layer) throws Exception {
    String[] arguments =
        layer.length == 0
            ? new String[] {"flags", "list", "--json"}
            : new String[] {"flags", "list", "--json", "--layer", layer[0]};
    does(arguments);
    return new ObjectMapper().readTree(terminal.out());
  }

  @Test
  void switchesAFeatureForAShareAndForSomeByName() throws Exception {
    does("flags", "set", "wake", "0.5%", "--allow", "encoder.0,encoder.1", "--block", "head");
    assertThat(terminal.out()).startsWith("set for all layers; version ");
    assertThat(flags().get("wake").toString())
        .isEqualTo(
            "{\"percent\":0.5,\"allow\":[\"encoder.0\",\"encoder.1\"],\"block\":[\"head\"]}");
    assertThat(flags("encoder.0").at("/wake/on").asBoolean()).isTrue();
    assertThat(flags("head").at("/wake/on").asBoolean()).isFalse();
    does("flags", "list");
    assertThat(terminal.out())
        .containsPattern("wake +partly +0.5% +encoder.0,encoder.1 +head +Whether Tamiyo wakes")
        .containsPattern("stop +everywhere +100% +Whether");

    does("flags", "set", "wake", "off");
    assertThat(flags("encoder.0").at("/wake/on").asBoolean()).as("the list stays").isTrue();
    does("flags", "unset", "wake");
    assertThat(flags().get("wake").toString())
        .isEqualTo("{\"percent\":100.0,\"allow\":[],\"block\":[]}");
  }

  @Test
  void switchesAFeatureForOneLayer() throws Exception {
    does("flags", "set", "stop", "off", "--layer", "head", "--reason", "its loss is noisy");
    assertThat(flags("head").at("/stop/on").asBoolean()).isFalse();
    assertThat(flags("encoder.0").at("/stop/on").asBoolean()).isTrue();
    does("flags", "list", "--layer", "head");
    assertThat(terminal.out()).containsPattern("stop +no +0%").containsPattern("wake +yes +100%");
    does("config", "get", "flags.stop.percent", "--layer", "head");
    assertThat(terminal.out()).contains("flags.stop.percent = 0 (layer)", "its loss is noisy");
    does("flags", "unset", "stop", "--layer", "head");
    assertThat(flags("head").at("/stop/on").asBoolean()).isTrue();
  }

  @Test
  void switchesAllAtOnce() throws Exception {
    does("flags", "set", "all", "off", "--dry-run");
    assertThat(terminal.out()).isEqualTo("may be set for all layers; nothing was set\n");
    does("flags", "set", "all", "off");
    does("flags", "list");
    assertThat(terminal.out())
        .doesNotContain("everywhere")
        .contains("./tamiyo flags set all on switches them on");
    assertThat(flags("head").at("/stop/on").asBoolean()).isFalse();
    does("flags", "set", "all", "on");
    does("flags", "set", "retries", "off");
    does("flags", "list");
    assertThat(terminal.out()).containsPattern("retries +nowhere +0%").contains("everywhere");
    does("flags", "unset", "all");
  }

  @Test
  void refusesWhatCannotBe() {
    isWrong(
        "'sleep' is no feature; there are anomaly-detection, aggregation, wake,",
        2,
        "flags",
        "set",
        "sleep",
        "on");
    isWrong("\"half\" is not on, off or a share such as 10%", 2, "flags", "set", "wake", "half");
    isWrong("all features together are on or off", 2, "flags", "set", "all", "10%");
    isWrong("all features together are on or off", 2, "flags", "set", "all", "on", "--allow=a");
    isWrong("percent is not in 0 to 100: 101.0", 1, "flags", "set", "wake", "101%");
    isWrong(
        "allowed and blocked at once: a",
        1,
        "flags",
        "set",
        "wake",
        "on",
        "--allow=a",
        "--block=a");
    isWrong("layer_id \"../x\" is not", 1, "flags", "set", "wake", "on", "--block=../x");
  }
}
