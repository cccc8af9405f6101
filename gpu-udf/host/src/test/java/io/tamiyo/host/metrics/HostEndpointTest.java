package io.tamiyo.host.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.health.Health;
import io.tamiyo.host.health.HealthReport;
import io.tamiyo.host.telemetry.PublishDelays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostEndpointTest {

  private static final HostVitals VITALS =
      new HostVitals(
          12,
          3,
          new PublishDelays.Counts(List.of(0.01, Double.POSITIVE_INFINITY), List.of(10L, 2L), 1.5),
          5,
          0,
          2,
          1,
          4,
          0);

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<HealthReport> health =
      new AtomicReference<>(new HealthReport("healthy", Map.of("redis", Health.good("there"))));
  private final HostEndpoint endpoint = new HostEndpoint(0, () -> VITALS, health::get);

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void servesTheFiveMetricsOfTheDocumentsToPrometheus() throws Exception {
    HttpResponse<String> answer = get(endpoint.metrics());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body().lines())
        .contains(
            "morphogenetic_messages_published_total 12.0",
            "morphogenetic_messages_consumed_total 3.0",
            "morphogenetic_message_latency_seconds_bucket{operation=\"publish\",le=\"0.01\"} 10",
            "morphogenetic_message_latency_seconds_bucket{operation=\"publish\",le=\"+Inf\"} 12",
            "morphogenetic_message_latency_seconds_sum{operation=\"publish\"} 1.5",
            "morphogenetic_queue_depth 5.0",
            "morphogenetic_message_errors_total{kind=\"dropped\"} 2.0",
            "morphogenetic_message_errors_total{kind=\"layer\"} 1.0",
            "morphogenetic_message_errors_total{kind=\"work\"} 4.0");
  }

  @Test
  void answersForItsHealthByItsStatus() throws Exception {
    HttpResponse<String> well = get(endpoint.health());
    health.set(new HealthReport("degraded", Map.of("redis", Health.bad("gone"))));
    HttpResponse<String> unwell = get(endpoint.health());

    assertThat(well.statusCode()).isEqualTo(200);
    assertThat(well.body()).contains("\"status\":\"healthy\"", "\"detail\":\"there\"");
    assertThat(unwell.statusCode()).isEqualTo(503);
    assertThat(unwell.body()).contains("\"status\":\"degraded\"", "\"detail\":\"gone\"");
  }

  @Test
  void saysWhatThereIsAndWhatItDoesNotDo() throws Exception {
    HttpResponse<String> elsewhere = get(endpoint.metrics().resolve("/metricz"));
    HttpResponse<String> written =
        client.send(
            HttpRequest.newBuilder(endpoint.metrics())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(elsewhere.statusCode()).isEqualTo(404);
    assertThat(elsewhere.body()).contains("/metrics", "/health");
    assertThat(written.statusCode()).isEqualTo(405);
  }

  @Test
  void namesThePortThatIsTaken() {
    int taken = endpoint.metrics().getPort();

    assertThatThrownBy(() -> new HostEndpoint(taken, () -> VITALS, health::get))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + taken);
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
