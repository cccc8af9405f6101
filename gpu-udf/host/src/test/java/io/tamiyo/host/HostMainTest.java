package io.tamiyo.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.host.redis.TestingRedis;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The host as the program that others start. */
class HostMainTest {

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final List<String> SMALL = List.of("--layers", "1", "--seeds", "4");

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path directory;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void killAll() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  void trainsReportsAndSumsUpWhenItsParentIsGone() throws Exception {
    Process host =
        start(List.of("--child", "--store", directory.resolve("store").toString()), url());
    Await.until("it reports", LONG, () -> entries() > 3);
    try (OutputStream console = host.getOutputStream()) {
      console.write("stop-training\n".getBytes(StandardCharsets.UTF_8));
      console.flush();
    }

    assertThat(host.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(host.exitValue()).as(errors()).isZero();
    JsonNode summary = new ObjectMapper().readTree(directory.resolve("out").toFile());
    assertThat(summary.get("complete").asBoolean()).isTrue();
    assertThat(summary.get("sent").asLong()).isPositive();
    assertThat(summary.get("training_epochs").asLong()).isPositive();
    assertThat(summary.get("states").get("DORMANT").asInt()).isEqualTo(4);
    assertThat(summary.get("accuracy").get("with_seeds").asDouble()).isBetween(0.0, 1.0);
    assertThat(summary.get("accuracy").has("without_seeds")).isTrue();
  }

  @Test
  void letsItsSeedsComeToATrainedAndDisturbedNetwork() throws Exception {
    Process host =
        start(
            List.of(
                "--child",
                "--epochs-alone=40",
                "--frozen-trunk",
                "--planted-disturbance",
                "--blueprint-kind=module",
                "--graft-rate=0.01"),
            url());
    Await.until("it reports", LONG, () -> entries() > 3);
    host.getOutputStream().close();

    assertThat(host.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(host.exitValue()).as(errors()).isZero();
    JsonNode accuracy =
        new ObjectMapper().readTree(directory.resolve("out").toFile()).get("accuracy");
    assertThat(accuracy.get("alone").asDouble())
        .isNotEqualTo(accuracy.get("without_seeds").asDouble());
    assertThat(accuracy.get("with_seeds")).isEqualTo(accuracy.get("without_seeds"));
  }

  @Test
  void endsInOrderOnSigterm() throws Exception {
    Process host = start(List.of(), url());
    Await.until("it reports", LONG, () -> entries() > 3);

    host.destroy();

    assertThat(host.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(directory.resolve("out"))).contains("\"complete\":true");
  }

  @Test
  void saysInOneLineWhatIsWrong() throws Exception {
    assertThat(failure(List.of(), "redis://127.0.0.1:1"))
        .contains("redis://127.0.0.1:1 does not answer")
        .contains("TAMIYO_REDIS_URL");
    assertThat(failure(List.of("--redis", "redis://u:secret@h:1"), url()))
        .contains("environment variable TAMIYO_REDIS_URL")
        .doesNotContain("secret");
    assertThat(failure(List.of("--seeds", "many"), url())).contains("--help names the options");
    assertThat(failure(List.of("--epoch-scale", "-1"), url())).contains("epoch scale");
    assertThat(failure(List.of("--blueprint-kind", "cube"), url()))
        .contains("--blueprint-kind is cube; known are both, scale, shift, module");
    try (Jedis jedis = redis.client()) {
      jedis.configSet("requirepass", "hush");
    }
    try {
      assertThat(failure(List.of(), url())).contains("give user and password");
      assertThat(failure(List.of(), "redis://:wrong@127.0.0.1:" + redis.port()))
          .contains("give user and password")
          .doesNotContain("wrong@");
    } finally {
      redis.kill();
    }
  }

  private String failure(List<String> arguments, String url) throws Exception {
    Process host = start(arguments, url);
    assertThat(host.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(host.exitValue()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("out"))).isEmpty();
    return errors()
        .lines()
        .filter(line -> !line.contains("CudaUtils"))
        .reduce((one, other) -> one + "\n" + other)
        .orElseThrow();
  }

  private static String url() {
    return "redis://127.0.0.1:" + redis.port();
  }

  private static long entries() {
    try (Jedis jedis = redis.client()) {
      return jedis.xlen("kasmina.inbound.layer-1");
    }
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private Process start(List<String> more, String url) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", HostMain.class.getName()));
    command.addAll(SMALL);
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    builder.environment().putAll(Map.of("CLASSPATH", classPath, "TAMIYO_REDIS_URL", url));
    builder.redirectOutput(directory.resolve("out").toFile());
    builder.redirectError(directory.resolve("err").toFile());
    Process host = builder.start();
    processes.add(host);
    return host;
  }
}
