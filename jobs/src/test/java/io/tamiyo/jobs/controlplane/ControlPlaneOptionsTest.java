package io.tamiyo.jobs.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.audit.AuditOptions;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.ingest.IngestOptions;
import io.tamiyo.operators.ordering.across.AcrossOptions;
import io.tamiyo.operators.ordering.across.AcrossStrategy;
import io.tamiyo.operators.redis.source.GapPolicy;
import io.tamiyo.operators.redis.source.enumerator.RetentionOptions;
import io.tamiyo.operators.redis.source.enumerator.StreamBound;
import io.tamiyo.operators.tracking.LeaseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneOptionsTest {

  @Test
  void keepsTheAuditForAsLongAsTheArchiveIsAskedToBeKept() {
    AuditOptions longer =
        ControlPlaneOptions.from(
                Map.of("archive.max-age", "90 d", "archive.max-bytes", "9 gb"), Map.of())
            .audit();
    assertThat(longer.maxAge()).isEqualTo(Duration.ofDays(90));
    assertThat(longer.maxBytes()).isEqualTo(9L << 30);
    AuditOptions shorter =
        ControlPlaneOptions.from(
                Map.of("archive.max-age", "1 d", "archive.max-bytes", "1 mb"), Map.of())
            .audit();
    assertThat(shorter).isEqualTo(AuditOptions.DEFAULTS);
    AuditOptions given =
        ControlPlaneOptions.from(
                Map.of("archive.max-age", "90 d", "audit.max-age", "2 d"), Map.of())
            .audit();
    assertThat(given.maxAge()).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void hasTheDocumentsValuesWhereNothingIsSaid() {
    ControlPlaneOptions options = ControlPlaneOptions.from(Map.of(), Map.of());
    assertThat(options.redis().address().toString()).contains("127.0.0.1").contains("6379");
    assertThat(options.names().instanceId()).isEmpty();
    assertThat(options.streams().discoverEvery()).isEqualTo(Duration.ofMillis(200));
    assertThat(options.streams().tickAfter()).isEqualTo(Duration.ofMillis(100));
    assertThat(options.streams().forgetAfter()).isEqualTo(Duration.ofHours(24));
    assertThat(options.streams().gapPolicy()).isEqualTo(GapPolicy.REPORT);
    assertThat(options.retention()).isEqualTo(RetentionOptions.DEFAULT);
    assertThat(options.deadLetters())
        .isEqualTo(new StreamBound("kasmina.deadletter", Duration.ofHours(24), 32L << 20));
    assertThat(options.retries()).isEqualTo(new RetryOptions(3, Duration.ofSeconds(10)));
    assertThat(options.sideEntries()).isEqualTo(10_000);
    assertThat(options.archive()).isEmpty();
    assertThat(options.audit()).isEqualTo(AuditOptions.DEFAULTS);
    assertThat(options.isAudited()).isFalse();
    assertThat(options.emission()).isEqualTo(LeaseOptions.DEFAULTS);
    assertThat(options.ingest()).isEqualTo(IngestOptions.DEFAULTS);
    assertThat(options.across()).isEqualTo(AcrossOptions.DEFAULTS);
    assertThat(options.layers()).isEqualTo(LayerConfig.DEFAULTS);
  }

  @Test
  void mapsEveryKey() {
    ControlPlaneOptions options =
        ControlPlaneOptions.from(
            Map.ofEntries(
                Map.entry("redis.url", "redis://10.0.0.9:7000"),
                Map.entry("instance-id", "blue"),
                Map.entry("streams.start", "latest"),
                Map.entry("streams.discover-every", "1 s"),
                Map.entry("streams.tick-after", "250 ms"),
                Map.entry("streams.forget-after", "7 d"),
                Map.entry("streams.gap-policy", "FAIL"),
                Map.entry("retention.max-age", "1 h"),
                Map.entry("retention.share-of-max-memory", "0.25"),
                Map.entry("retention.max-bytes", "10 mb"),
                Map.entry("retention.side-entries", "77"),
                Map.entry("retention.dead-letters.max-age", "2 d"),
                Map.entry("retention.dead-letters.max-bytes", "3 mb"),
                Map.entry("dead-letters.retries", "5"),
                Map.entry("dead-letters.retry-after", "2 s"),
                Map.entry("archive.path", "/archive"),
                Map.entry("archive.max-age", "2 h"),
                Map.entry("archive.max-bytes", "1 gb"),
                Map.entry("audit.topic", "true"),
                Map.entry("audit.open-after", "0 s"),
                Map.entry("audit.max-open", "8"),
                Map.entry("audit.max-age", "3 d"),
                Map.entry("audit.max-bytes", "2 mb"),
                Map.entry("emission.lineage", "green"),
                Map.entry("emission.takeover", "true"),
                Map.entry("emission.lease", "30 s"),
                Map.entry("emission.renewal", "2 s"),
                Map.entry("ingest.max-producers", "5"),
                Map.entry("ingest.remembered-ids", "6"),
                Map.entry("ingest.remember-ids-for", "7 s"),
                Map.entry("across-layers.order", "CAUSAL"),
                Map.entry("across-layers.timeout", "8 s"),
                Map.entry("across-layers.max-pending", "9"),
                Map.entry("across-layers.remembered-ids", "10"),
                Map.entry("across-layers.remember-ids-for", "11 s"),
                Map.entry("lifecycle.epoch-scale", "0.1"),
                Map.entry("tracking.max-in-flight", "3")),
            Map.of());
    assertThat(options.redis().address().toString()).contains("10.0.0.9").contains("7000");
    assertThat(options.names().instanceId()).isEqualTo("blue");
    assertThat(options.streams().discoverEvery()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.streams().tickAfter()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.streams().forgetAfter()).isEqualTo(Duration.ofDays(7));
    assertThat(options.streams().gapPolicy()).isEqualTo(GapPolicy.FAIL);
    assertThat(options.retention().maxAge()).isEqualTo(Duration.ofHours(1));
    assertThat(options.retention().shareOfMaxMemory()).isEqualTo(0.25);
    assertThat(options.retention().maxBytes()).isEqualTo(10L << 20);
    assertThat(options.deadLetters())
        .isEqualTo(new StreamBound("blue.kasmina.deadletter", Duration.ofDays(2), 3L << 20));
    assertThat(options.retries()).isEqualTo(new RetryOptions(5, Duration.ofSeconds(2)));
    assertThat(options.sideEntries()).isEqualTo(77);
    assertThat(options.archive())
        .contains(new ArchiveOptions("/archive", Duration.ofHours(2), 1L << 30));
    assertThat(options.audit())
        .isEqualTo(new AuditOptions(true, Duration.ZERO, 8, Duration.ofDays(3), 2L << 20));
    assertThat(options.audit().follows()).isFalse();
    assertThat(options.isAudited()).isTrue();
    assertThat(options.emission())
        .isEqualTo(new LeaseOptions("green", true, Duration.ofSeconds(30), Duration.ofSeconds(2)));
    assertThat(options.ingest()).isEqualTo(new IngestOptions(5, 6, 7_000));
    assertThat(options.across())
        .isEqualTo(new AcrossOptions(AcrossStrategy.CAUSAL, 8_000, 9, 10, 11_000));
    assertThat(options.layers().policy().lifecycle().leastEpochs())
        .containsEntry(SeedState.TRAINING, 10);
    assertThat(options.layers().tracking().maxInFlight()).isEqualTo(3);
  }

  @Test
  void describesEveryOptionOnce() {
    List<ConfigOption<?>> all = ControlPlaneOptions.all();
    assertThat(new HashSet<>(all.stream().map(ConfigOption::key).toList())).hasSize(all.size());
  }

  @Test
  void namesTheKeyThatIsUnknownOrOutOfRange() {
    assertThatThrownBy(() -> ControlPlaneOptions.from(Map.of("redis.ulr", "x"), Map.of()))
        .hasMessageContaining("redis.ulr");
    assertThatThrownBy(() -> ControlPlaneOptions.from(Map.of("streams.start", "soon"), Map.of()))
        .hasMessageContaining("streams.start")
        .hasMessageContaining("soon");
    assertThatThrownBy(
            () -> ControlPlaneOptions.from(Map.of("streams.tick-after", "0 s"), Map.of()))
        .hasMessageContaining("streams.tick-after");
    assertThatThrownBy(
            () -> ControlPlaneOptions.from(Map.of("streams.forget-after", "100 ms"), Map.of()))
        .hasMessageContaining("streams.forget-after")
        .hasMessageContaining("streams.tick-after");
    assertThatThrownBy(
            () ->
                ControlPlaneOptions.from(Map.of("retention.dead-letters.max-bytes", "0"), Map.of()))
        .hasMessageContaining("retention.dead-letters.max-bytes")
        .hasMessageContaining("maxBytes must be positive, not 0");
    assertThatThrownBy(
            () ->
                ControlPlaneOptions.from(
                    Map.of("archive.path", "/archive", "archive.max-age", "1 min"), Map.of()))
        .hasMessageContaining("archive.max-age")
        .hasMessageContaining("maxAge is PT1M");
    assertThatThrownBy(
            () -> ControlPlaneOptions.from(Map.of("dead-letters.retries", "11"), Map.of()))
        .hasMessageContaining("dead-letters.retries")
        .hasMessageContaining("attempts is 11");
    assertThatThrownBy(() -> ControlPlaneOptions.from(Map.of("audit.max-open", "0"), Map.of()))
        .hasMessageContaining("audit.max-open");
    assertThatThrownBy(() -> ControlPlaneOptions.from(Map.of("audit.max-age", "5 min"), Map.of()))
        .hasMessageContaining("audit.max-age");
    assertThatThrownBy(() -> ControlPlaneOptions.from(Map.of("audit.max-bytes", "0"), Map.of()))
        .hasMessageContaining("audit.max-bytes")
        .hasMessageContaining("maxBytes is not positive: 0");
    assertThatThrownBy(
            () ->
                ControlPlaneOptions.from(
                    Map.of("emission.lease", "1 s", "emission.renewal", "1 s"), Map.of()))
        .hasMessageContaining("emission.lease")
        .hasMessageContaining("emission.renewal");
    assertThatThrownBy(
            () -> ControlPlaneOptions.from(Map.of("ingest.remembered-ids", "0"), Map.of()))
        .hasMessageContaining("ingest.remembered-ids");
    assertThatThrownBy(
            () -> ControlPlaneOptions.from(Map.of("ingest.remembered-ids", "1000001"), Map.of()))
        .hasMessageContaining("ingest.remembered-ids")
        .hasMessageContaining("rememberedIds is 1000001; expected 1 to 1000000");
    assertThatThrownBy(
            () -> ControlPlaneOptions.from(Map.of("across-layers.max-pending", "0"), Map.of()))
        .hasMessageContaining("across-layers.max-pending")
        .hasMessageContaining("maxPending is not positive: 0");
  }

  @Test
  void takesTheUrlFromAFileOrTheEnvironmentSoThatItsPasswordIsNoArgument(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("redis-url");
    Files.writeString(file, "redis://:secret@127.0.0.1:7001\n");
    ControlPlaneOptions options =
        ControlPlaneOptions.from(Map.of("redis.url-file", file.toString()), Map.of());
    assertThat(options.redis().address().port()).isEqualTo(7001);
    assertThat(options.toString()).doesNotContain("secret");
    assertThat(
            ControlPlaneOptions.from(Map.of(), Map.of("TAMIYO_REDIS_URL", "redis://127.0.0.1:7002"))
                .redis()
                .address()
                .port())
        .isEqualTo(7002);
    assertThatThrownBy(
            () ->
                ControlPlaneOptions.from(
                    Map.of("redis.url", "redis://a:1", "redis.url-file", file.toString()),
                    Map.of()))
        .hasMessageContaining("redis.url-file");
  }
}
