package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.health.Health;
import io.tamiyo.host.health.HealthCheck;
import io.tamiyo.host.redis.TestingRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostWatchingTest {

  private static final String LAYER = "encoder.0";
  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private HostProcess host;

  @BeforeEach
  void start() {
    HostWatch watch = new HostWatch(OptionalInt.of(0), List.of(new Disk()), () -> 3);
    host =
        new HostProcess(
            HostOptions.of("host-1", List.of(LAYER), 4),
            redis.endpoint(),
            HostStores.none(),
            layerId -> new TestingKernel(),
            Map.of(),
            watch);
    host.start();
  }

  @AfterEach
  void stop() {
    host.stop();
    job.close();
  }

  /** Something that is never well. */
  private static final class Disk implements HealthCheck {

    @Override
    public String name() {
      return "disk";
    }

    @Override
    public Health check() {
      return Health.bad("full");
    }
  }

  @Test
  void announcesWhichLifeItIsAndWhereItCanBeAsked() {
    ServiceAnnouncement announcement = first(ServiceAnnouncement.class);

    assertThat(announcement.header().metadata().toString())
        .isEqualTo("{host_epoch=%d}".formatted(host.layers().get(0).seeds().hostEpoch()));
    assertThat(announcement.endpoints())
        .containsEntry("metrics", host.metrics().orElseThrow().toString());
    assertThat(announcement.healthCheckEndpoint()).endsWith("/health");
  }

  @Test
  void carriesItsLoadInItsSignsOfLife() {
    Heartbeat beat = first(Heartbeat.class);

    assertThat(beat.load().get("heap")).isBetween(0.0, 1.0);
    assertThat(beat.metrics())
        .containsEntry("work_failures", 3.0)
        .containsEntry("broken_layers", 0.0)
        .containsKeys("buffered", "sent", "dropped");
  }

  @Test
  void answersForItselfAndForTheChecksThatItWasGiven() throws Exception {
    first(Heartbeat.class);
    URI metrics = host.metrics().orElseThrow();

    HttpResponse<String> health = get(metrics.resolve("/health"));
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body())
        .contains("\"disk\":{\"healthy\":false,\"detail\":\"full\"}", "1 layers take commands");
    assertThat(get(metrics).body())
        .contains(
            "morphogenetic_messages_consumed_total 0.0",
            "morphogenetic_message_errors_total{kind=\"work\"} 3.0");
  }

  private <M extends Message> M first(Class<M> type) {
    Await.until("a " + type.getSimpleName(), SOON, () -> sent(type).findAny().isPresent());
    return sent(type).findFirst().orElseThrow();
  }

  private <M extends Message> Stream<M> sent(Class<M> type) {
    return job.messages(NAMES.inbound(LAYER)).stream().filter(type::isInstance).map(type::cast);
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
