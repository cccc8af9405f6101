package io.tamiyo.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.host.redis.TestingRedis;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import redis.clients.jedis.Jedis;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HostRunTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @Test
  void endsItsTrainingBeforeItsTensorsAreFreedWhenAThreadBrokeOff() {
    HostCommand command = new HostCommand();
    new CommandLine(command).parseArgs("--layers", "1", "--seeds", "4");
    Map<String, String> environment =
        Map.of("TAMIYO_REDIS_URL", "redis://127.0.0.1:" + redis.port());
    HostRun run = new HostRun(command, environment, InputStream.nullInputStream());
    CompletableFuture<Void> failing =
        CompletableFuture.runAsync(
            () -> {
              Await.until("it reports", LONG, () -> entries() > 3);
              run.fail(new IllegalStateException("a thread broke off"));
            });

    assertThatThrownBy(run::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a thread broke off");

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("training");
    failing.join();
  }

  private static long entries() {
    try (Jedis jedis = redis.client()) {
      return jedis.xlen("kasmina.inbound.layer-1");
    }
  }
}
