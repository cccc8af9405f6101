package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;

/** The sample configuration of Redis, on a Redis of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisConfigurationTest {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final ChildProcesses children = new ChildProcesses();
  private final int port = Ports.free();
  private final Path directory;

  RedisConfigurationTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  void startRedis() {
    assumeTrue(Files.isExecutable(PROGRAM), "this machine has no " + PROGRAM);
    Path sample = Installation.current().flinkConfiguration().resolve("redis.conf");
    List<String> command =
        List.of(
            PROGRAM.toString(),
            sample.toString(),
            "--port",
            Integer.toString(port),
            "--dir",
            directory.toString());
    ChildProcess redis =
        children.start(ChildCommand.program("Redis", command, directory.resolve("redis.log")));
    redis.awaitReady(this::answers, Duration.ofSeconds(10));
  }

  @AfterAll
  void endRedis() {
    children.close();
  }

  @Test
  void letsNobodyInWithoutAPassword() {
    assertThatThrownBy(() -> RedisUrl.requireAnswers("redis://127.0.0.1:" + port))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("asks for a password");
    assertThatThrownBy(() -> RedisUrl.requireAnswers(url("tamiyo-job", "wrong")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("refuses the password")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void theJobReadsWritesAndTrimsItsStreamsAndNothingElse() {
    RedisUrl.requireAnswers(url("tamiyo-job", "change-me-job"));
    try (Jedis job = new Jedis(url("tamiyo-job", "change-me-job"))) {
      String stream = "one.kasmina.control.layer.a";
      job.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("type", "tick"));
      job.xgroupCreate(stream, "tamiyo", StreamEntryID.XGROUP_LAST_ENTRY, false);
      assertThat(job.xtrim(stream, 0, false)).isEqualTo(1);
      assertThat(job.xinfoStream(stream).getLength()).isZero();
      assertThat(job.info("memory")).contains("maxmemory:1073741824");
      job.eval(
          "return redis.call('HSET', KEYS[1], 'epoch', 1)", List.of("tamiyo.epoch"), List.of());
      refuses(() -> job.set("other", "x"));
      refuses(() -> job.configGet("requirepass"));
      refuses(job::flushAll);
    }
  }

  @Test
  void aHostReportsAndReadsButCannotTrim() {
    try (Jedis host = new Jedis(url("tamiyo-host", "change-me-host"))) {
      String stream = "kasmina.inbound.layer.a";
      host.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("type", "report"));
      assertThat(host.xrange(stream, (StreamEntryID) null, null)).isNotEmpty();
      assertThat(host.incr("tamiyo.host-epoch")).isEqualTo(1);
      refuses(() -> host.xtrim(stream, 0, false));
      refuses(() -> host.eval("return 1"));
    }
  }

  private static void refuses(Runnable command) {
    assertThatThrownBy(command::run)
        .isInstanceOf(JedisException.class)
        .hasMessageContaining("NOPERM");
  }

  private boolean answers() {
    try {
      RedisUrl.requireAnswers(url("tamiyo-admin", "change-me-admin"));
      return true;
    } catch (CommandFailure notYet) {
      return false;
    }
  }

  private String url(String user, String password) {
    return "redis://" + user + ":" + password + "@127.0.0.1:" + port;
  }
}
