package io.tamiyo.jobs.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubmittedOptionsTest {

  private static final StreamNames NAMES = new StreamNames("blue");

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static SubmittedOptions published(Map<String, String> values) throws Exception {
    SubmittedOptions.of(values).publish(redis.connections(), NAMES);
    try (RedisConnection connection = redis.connections().open()) {
      return SubmittedOptions.read(connection, NAMES);
    }
  }

  @Test
  void tellsWhatMayChangeAndNoSecret() throws Exception {
    SubmittedOptions first =
        published(
            Map.of(
                "redis.url", "redis://:secret@host",
                "ordering.window", "7",
                "lifecycle.epoch-scale", "0.1"));
    assertThat(first.values())
        .isEqualTo(Map.of("ordering.window", "7", "lifecycle.epoch-scale", "0.1"));
    assertThat(first.layers().ordering().window()).isEqualTo(7);
    assertThat(first.layers().policy().lifecycle().leastEpochs())
        .containsEntry(SeedState.TRAINING, 10);
  }

  @Test
  void replacesWhatAJobBeforeItHasTold() throws Exception {
    published(Map.of("ordering.window", "7"));
    assertThat(published(Map.of("policy.enabled", "false")).values())
        .isEqualTo(Map.of("policy.enabled", "false"));
    assertThat(published(Map.of()).layers()).isEqualTo(LayerConfig.DEFAULTS);
  }

  @Test
  void takesTheDocumentsValuesWhereThoseOfTheJobAreImpossibleByNow() {
    assertThat(new SubmittedOptions(Map.of("ordering.window", "none")).layers())
        .isEqualTo(LayerConfig.DEFAULTS);
  }

  @Test
  void keepsNoJobFromStartingWhereRedisIsAway() {
    RedisConnections away = new RedisConnections(RedisConnectionOptions.of("redis://127.0.0.1:1"));
    assertThatCode(() -> SubmittedOptions.of(Map.of()).publish(away, NAMES))
        .doesNotThrowAnyException();
  }
}
