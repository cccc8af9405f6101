package io.tamiyo.operators.redis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.Backoff;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.source.enumerator.EnumeratorOptions;
import io.tamiyo.operators.redis.source.enumerator.RetentionOptions;
import io.tamiyo.operators.redis.source.reader.ReaderOptions;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class RedisStreamsSourceBuilderTest {

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(ReaderOptions.DEFAULT)
        .isEqualTo(
            new ReaderOptions(
                Duration.ofSeconds(1),
                4 * 1024 * 1024,
                64,
                Duration.ofSeconds(5),
                GapPolicy.REPORT));
    assertThat(EnumeratorOptions.DEFAULT_DISCOVER_EVERY).isEqualTo(Duration.ofMillis(200));
    assertThat(RedisStreamsSourceBuilder.DEFAULT_GROUP).isEqualTo("tamiyo");
    RedisConnectionOptions redis = RedisConnectionOptions.of("redis://localhost");
    assertThat(redis.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(redis.readTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(redis.backoff())
        .isEqualTo(new Backoff(Duration.ofMillis(20), Duration.ofMillis(500)));
  }

  @Test
  void travelsToTheClusterWithEveryOption() throws Exception {
    RedisStreamsSource<String> source =
        RedisStreamsSource.builder(
                RedisConnectionOptions.of("redis://localhost"), new TextDeserializer())
            .streams("in.*", "exact")
            .startAt(StartPosition.timestamp(5))
            .discoverEvery(Duration.ofMillis(100))
            .reading(ReaderOptions.DEFAULT)
            .gapPolicy(GapPolicy.LATEST)
            .badEntries(BadEntryPolicy.skip())
            .group("mine")
            .retention(RetentionOptions.DEFAULT)
            .build();

    RedisStreamsSource<String> copy = InstantiationUtil.clone(source);

    assertThat(copy.getProducedType()).isEqualTo(Types.STRING);
    assertThat(copy.getSplitSerializer().getVersion()).isEqualTo(1);
    assertThat(copy.getEnumeratorCheckpointSerializer().getVersion()).isEqualTo(1);
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    ReaderOptions good = ReaderOptions.DEFAULT;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ReaderOptions(Duration.ZERO, 1, 1, good.inspectEvery(), GapPolicy.FAIL))
        .withMessageContaining("blockFor");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ReaderOptions(good.blockFor(), 0, 1, good.inspectEvery(), GapPolicy.FAIL))
        .withMessageContaining("bytesPerReply");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ReaderOptions(good.blockFor(), 1, 0, good.inspectEvery(), GapPolicy.FAIL))
        .withMessageContaining("keysPerCall");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReaderOptions(good.blockFor(), 1, 1, Duration.ZERO, GapPolicy.FAIL))
        .withMessageContaining("inspectEvery");
    RedisConnectionOptions redis = RedisConnectionOptions.of("redis://localhost");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RedisConnectionOptions(
                    redis.address(), Duration.ZERO, Duration.ofSeconds(1), redis.backoff()))
        .withMessageContaining("connectTimeout");
  }
}
