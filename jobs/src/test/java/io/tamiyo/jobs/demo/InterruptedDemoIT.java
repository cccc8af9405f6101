package io.tamiyo.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.jobs.cli.Tamiyo;
import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.EmbeddedRedisServer;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What Ctrl-C leaves of a demo that runs on somebody's own Redis. */
class InterruptedDemoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String REPORTS = "demo-*.kasmina.inbound.*";

  @TempDir private Path directory = Path.of("");
  private final ChildProcesses children = new ChildProcesses();

  @AfterEach
  void endChildren() {
    children.close();
  }

  @Test
  void leavesNothingInAGivenRedisAndWritesItsReport() throws IOException, InterruptedException {
    URI redis = EmbeddedRedisServer.start(children, directory.resolve("redis"), Ports.free()).uri();
    Path report = directory.resolve("report.json");
    Path log = directory.resolve("demo.log");
    Process demo = demo(redis, report, log);
    try (Jedis jedis = new Jedis(redis)) {
      Await.until("the table is shown", PATIENCE, () -> text(log).contains("layer  "));
      assertThat(jedis.keys(REPORTS)).as(text(log)).isNotEmpty();

      new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

      assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(text(log)).isTrue();
      Set<String> left = jedis.keys("*");
      assertThat(left).as(text(log)).isEmpty();
      assertThat(report).as(text(log)).exists();
      assertThat(directory.resolve("state/demo")).isEmptyDirectory();
    } finally {
      demo.destroyForcibly().waitFor();
    }
  }

  private Process demo(URI redis, Path report, Path log) throws IOException {
    return new ProcessBuilder(
            Installation.current().java().toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-D" + Installation.HOME_PROPERTY + "=" + Installation.current().home(),
            "-D" + Installation.STATE_PROPERTY + "=" + directory.resolve("state"),
            "-cp",
            System.getProperty("java.class.path"),
            Tamiyo.class.getName(),
            "demo",
            "--layers",
            "1",
            "--redis",
            redis.toString(),
            "--web-port",
            Integer.toString(Ports.free()),
            "--report",
            report.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException missing) {
      return "";
    }
  }
}
