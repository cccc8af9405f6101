package io.tamiyo.jobs.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.streams.Installed;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

class ConfigCommandsTest {

  private static final StreamNames NAMES = StreamNames.unnamed();

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

  private void refuses(String why, String... arguments) {
    long before = length();
    assertThat(terminal.run(arguments)).isEqualTo(1);
    assertThat(terminal.err()).contains(why);
    assertThat(length()).isEqualTo(before);
  }

  private static long length() {
    try (Jedis jedis = redis.client()) {
      return jedis.xlen(NAMES.config());
    }
  }

  private JsonNode option(String key, String... more) throws Exception {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(new String[] {"config", "list", "--json"}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    does(arguments);
    return new ObjectMapper().readTree(terminal.out()).at("/options/" + key);
  }

  @Test
  void setsAValueForAllAndAnotherForALayer() throws Exception {
    does("config", "set", "policy.wake-share=0.25", "--reason", "too many at once");
    assertThat(terminal.out()).startsWith("set for all layers; version ");
    does("config", "set", "policy.wake-share=0.75", "--layer=encoder.0");

    assertThat(option("policy.wake-share").toString())
        .isEqualTo(
            "{\"value\":\"0.25\",\"from\":\"all\",\"default\":\"0.5\","
                + "\"layers\":{\"encoder.0\":\"0.75\"}}");
    assertThat(option("policy.wake-share", "--layer=encoder.0").get("from").asText())
        .isEqualTo("layer");
    assertThat(option("policy.wake-share", "--layer=b").get("value").asText()).isEqualTo("0.25");
    does("config", "list", "--changed");
    assertThat(terminal.out().lines().toList())
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("KEY"),
            row -> assertThat(row).matches("policy.wake-share +0.25 +all +0.5 +1 +\\d+s ago +.*"),
            version -> assertThat(version).startsWith("version "));
    does("config", "get", "policy.wake-share");
    assertThat(terminal.out())
        .contains("policy.wake-share = 0.25 (all)", "Share of the dormant seeds", "Default 0.5")
        .contains(System.getProperty("user.name"), "too many at once", "layer encoder.0");
  }

  @Test
  void takesValuesBack() throws Exception {
    does("config", "set", "ordering.window=7", "ordering.timeout-ms=9");
    does("config", "unset", "ordering.window");
    assertThat(terminal.out()).startsWith("taken back for all layers; version ");
    assertThat(option("ordering.window").get("from").asText()).isEqualTo("default");
    assertThat(option("ordering.timeout-ms").get("value").asText()).isEqualTo("9");
    does("config", "get", "ordering.window");
    assertThat(terminal.out()).contains("ordering.window = 100 (default)", "(default)");
  }

  @Test
  void refusesWithKeyValueAndWhatWasMeantBeforeAnythingIsWritten() {
    refuses(
        "no option has the key policy.wakeshare; is policy.wake-share meant? Nothing was set",
        "config",
        "set",
        "policy.wakeshare=0.5");
    refuses(
        "policy.wake-share is refused: wakeShare is not in 0 to 1: 7",
        "config",
        "set",
        "policy.wake-share=7");
    assertThat(terminal.err()).contains("Share of the dormant seeds", "nothing was set");
    refuses("ordering.window", "config", "set", "ordering.window=many");
    refuses(
        "ordering.max-pending = 10000 is below ordering.window = 20000",
        "config",
        "set",
        "ordering.window=20000");
    refuses("is ordering.window meant?", "config", "unset", "ordering.widow");
    refuses("./tamiyo config list shows every key", "config", "get", "ordering.widow");
    does("config", "set", "ordering.window=20000", "ordering.max-pending=30000");
    refuses("of layer a is refused", "config", "set", "ordering.max-pending=15000", "--layer=a");
  }

  @Test
  void setsAValueThatHoldsLater() throws Exception {
    does("config", "set", "detection.sigmas=4", "--effective-from=2100-01-01T00:00:00Z");
    assertThat(option("detection.sigmas").get("value").asText()).isEqualTo("3.0");
    does("config", "list");
    assertThat(terminal.out())
        .contains("from 2100-01-01T00:00:00Z on: detection.sigmas = 4 for all layers");
    does("config", "get", "detection.sigmas");
    assertThat(terminal.out()).contains("2100-01-01T00:00:00Z");
    does("config", "unset", "detection.sigmas");
    does("config", "list");
    assertThat(terminal.out()).doesNotContain("2100");
  }

  @Test
  void checksAloneOnADryRun() {
    does("config", "set", "policy.enabled=false", "--dry-run", "--layer=a");
    assertThat(terminal.out()).isEqualTo("may be set for layer a; nothing was set\n");
    refuses("policy.wake-share", "config", "set", "policy.wake-share=7", "--dry-run");
    does("config", "list", "--changed");
    assertThat(terminal.out()).contains("nothing was ever set");
  }

  @Test
  void knowsWhatTheJobWasSubmittedWith() throws Exception {
    try (Jedis jedis = redis.client()) {
      jedis.hset(NAMES.submittedOptions(), Map.of("ordering.max-pending", "500", "other", "x"));
    }
    assertThat(option("ordering.max-pending").toString())
        .isEqualTo("{\"value\":\"500\",\"from\":\"job\",\"default\":\"10000\",\"layers\":{}}");
    refuses(
        "ordering.max-pending = 500 is below ordering.window = 600",
        "config",
        "set",
        "ordering.window=600");
    does("config", "list", "--changed");
    assertThat(terminal.out()).containsPattern("ordering.max-pending +500 +job +10000");
  }

  @Test
  void passesOverWhatTheJobRefusesToo() throws Exception {
    try (Jedis jedis = redis.client()) {
      jedis.xadd(NAMES.config(), StreamEntryID.NEW_ENTRY, Map.of("data", "poison"));
    }
    does("config", "set", "policy.enabled=false");
    assertThat(option("policy.enabled").get("value").asText()).isEqualTo("false");
    assertThat(length()).isEqualTo(2);
  }

  @Test
  void writesNothingWhereSomebodyElseHasWrittenMeanwhileButChecksAnew() throws Exception {
    ConfigChange change =
        new ConfigChange(null, Map.of("ordering.window", Optional.of("5000")), null, "");
    try (Installed installed = new Installed(redis.connections().open(), NAMES)) {
      ConfigBook before = ConfigBook.read(installed);
      does("config", "set", "ordering.max-pending=4000");
      assertThat(change.check(before, installed.now())).hasSize(1);
      assertThatThrownBy(() -> change.write(installed))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("ordering.max-pending = 4000 is below ordering.window = 5000");
      assertThat(ConfigChange.append(installed, before.last(), change.check(before, 1))).isEmpty();
    }
    assertThat(length()).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrongInWhatWasTyped() {
    for (String[] wrong :
        new String[][] {
          {"config"},
          {"config", "set"},
          {"config", "set", "policy.enabled"},
          {"config", "set", "a=1", "a=2"},
          {"config", "set", "policy.enabled=true", "--layer=../x"},
          {"config", "set", "policy.enabled=true", "--effective-from=noon"}
        }) {
      assertThat(terminal.run(wrong)).as(String.join(" ", wrong)).isEqualTo(2);
    }
    assertThat(terminal.err()).startsWith("tamiyo: --effective-from is \"noon\"; give a time such");
  }
}
