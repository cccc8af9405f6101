package io.tamiyo.host.metrics;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tamiyo.host.health.HealthReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} in Prometheus' text format, and {@code GET /health} in JSON: 200
 * when all is well, 503 otherwise. Listens on the loopback address alone, since it asks for no
 * login; one request at a time, on a thread of its own.
 */
public final class HostEndpoint implements AutoCloseable {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_ALLOWED = 405;
  private static final int NOT_FOUND = 404;
  private static final String METRICS = "/metrics";
  private static final String HEALTH = "/health";

  private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
  private final JsonMapper json = JsonMapper.builder().build();
  private final Supplier<HostVitals> vitals;
  private final Supplier<HealthReport> health;
  private final HttpServer server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(HostEndpoint::daemon);

  /** What is answered. */
  private record Answer(int status, String contentType, byte[] body) {}

  /**
   * Begins to answer.
   *
   * @param port on the loopback address; 0 for any that is free
   * @throws UncheckedIOException naming the port, when it is taken
   */
  public HostEndpoint(int port, Supplier<HostVitals> vitals, Supplier<HealthReport> health) {
    this.vitals = vitals;
    this.health = health;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException taken) {
      throw new UncheckedIOException(
          "metrics can't be served on port %d: %s".formatted(port, taken.getMessage()), taken);
    }
    server.createContext("/", this::answer);
    server.setExecutor(thread);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "metrics endpoint");
    thread.setDaemon(true);
    return thread;
  }

  /** Where metrics are. */
  public URI metrics() {
    return uri(METRICS);
  }

  /** Where health is. */
  public URI health() {
    return uri(HEALTH);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answerTo(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer answerTo(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      return plain(NOT_ALLOWED, "only GET is answered\n");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case METRICS -> new Answer(OK, format.getContentType(), metricsText());
      case HEALTH -> healthAnswer(health.get());
      default -> plain(NOT_FOUND, "there are " + METRICS + " and " + HEALTH + "\n");
    };
  }

  private byte[] metricsText() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    format.write(text, HostMetrics.of(vitals.get()));
    return text.toByteArray();
  }

  private Answer healthAnswer(HealthReport report) throws IOException {
    return new Answer(
        report.isHealthy() ? OK : UNAVAILABLE, "application/json", json.writeValueAsBytes(report));
  }

  private static Answer plain(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
