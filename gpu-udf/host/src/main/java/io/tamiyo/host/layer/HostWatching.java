package io.tamiyo.host.layer;

import io.tamiyo.host.health.Health;
import io.tamiyo.host.health.HealthCheck;
import io.tamiyo.host.health.HealthReport;
import io.tamiyo.host.metrics.HostEndpoint;
import io.tamiyo.host.metrics.HostVitals;
import io.tamiyo.host.telemetry.Backlog;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after a host in operation, for those who ask how it is. Any thread may ask. */
final class HostWatching implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostWatching.class);

  /** Signs of life that may be missing before Redis counts as away. */
  private static final int MISSED_BEATS = 5;

  private final HostWatch watch;
  private final Publisher publisher;
  private final HostLogs logs;
  private final List<LayerRuntime> layers;
  private final Duration patience;
  private final List<HealthCheck> checks = new ArrayList<>();
  private volatile long lastBeat = System.nanoTime();
  private @Nullable HostEndpoint endpoint;

  HostWatching(
      HostWatch watch,
      Publisher publisher,
      HostLogs logs,
      List<LayerRuntime> layers,
      Duration heartbeat) {
    this.watch = watch;
    this.publisher = publisher;
    this.logs = logs;
    this.layers = layers;
    this.patience = heartbeat.multipliedBy(MISSED_BEATS);
    checks.add(new Check("redis", this::redisHealth));
    checks.add(new Check("layers", this::layersHealth));
    checks.addAll(watch.checks());
    ServiceLoader.load(HealthCheck.class).forEach(checks::add);
  }

  /** A check of the host's own. */
  private record Check(String name, Supplier<Health> look) implements HealthCheck {

    @Override
    public Health check() {
      return look.get();
    }
  }

  /**
   * Answers over HTTP from now on, if that is wanted.
   *
   * @throws java.io.UncheckedIOException naming the port, when it is taken
   */
  void open() {
    if (watch.port().isPresent()) {
      HostEndpoint opened =
          new HostEndpoint(watch.port().getAsInt(), this::vitals, () -> HealthReport.of(checks));
      endpoint = opened;
      LOG.info("metrics at {}, health at {}", opened.metrics(), opened.health());
    }
  }

  /** Where it answers. */
  Optional<HostEndpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  /** Redis has a sign of life. */
  void beatArrived() {
    lastBeat = System.nanoTime();
  }

  /** The numbers of the host. */
  HostVitals vitals() {
    PublisherCounts counts = publisher.counts();
    Backlog backlog = publisher.backlog();
    return new HostVitals(
        counts.sent(),
        logs.consumed(),
        publisher.delays(),
        backlog.urgent() + backlog.reports(),
        backlog.diskBytes(),
        counts.dropped(),
        layers.stream().mapToLong(LayerRuntime::failures).sum(),
        watch.workFailures().getAsLong(),
        layers.stream().filter(LayerRuntime::isBroken).count());
  }

  private Health redisHealth() {
    long silent = System.nanoTime() - lastBeat;
    String detail = "the last sign of life arrived %d ms ago".formatted(silent / 1_000_000);
    return silent <= patience.toNanos() ? Health.good(detail) : Health.bad(detail);
  }

  private Health layersHealth() {
    List<String> broken =
        layers.stream().filter(LayerRuntime::isBroken).map(LayerRuntime::layerId).toList();
    return broken.isEmpty()
        ? Health.good(layers.size() + " layers take commands")
        : Health.bad("the identity until the host is started again: " + String.join(", ", broken));
  }

  @Override
  public void close() {
    endpoint().ifPresent(HostEndpoint::close);
  }
}
