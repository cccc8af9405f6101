package io.tamiyo.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Flink's REST interface, as JSON. */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final URI base;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * Connects to nothing yet.
   *
   * @param base such as http://localhost:8081
   */
  public FlinkRest(URI base) {
    this.base = base;
  }

  /** The address of the web UI too. */
  public URI base() {
    return base;
  }

  /**
   * Asks for something.
   *
   * @param path such as /jobs/overview
   * @throws CommandFailure if Flink does not answer, or refuses
   */
  public JsonNode get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  /** As {@link #get}, but empty where Flink does not answer yet, or cannot yet say. */
  public Optional<JsonNode> tryGet(String path) {
    try {
      HttpResponse<String> answer = exchange(HttpRequest.newBuilder(base.resolve(path)).GET());
      return answer.statusCode() == OK
          ? Optional.of(JSON.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /**
   * Asks for an action.
   *
   * @throws CommandFailure if Flink does not answer, or refuses
   */
  public JsonNode post(String path, Map<String, ?> body) {
    try {
      return send(
          HttpRequest.newBuilder(base.resolve(path))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    } catch (IOException impossible) {
      throw new CommandFailure("a request to Flink cannot be written: " + body, impossible);
    }
  }

  /**
   * Asks for a change without a body.
   *
   * @throws CommandFailure if Flink does not answer, or refuses
   */
  public JsonNode patch(String path) {
    return send(
        HttpRequest.newBuilder(base.resolve(path)).method("PATCH", BodyPublishers.noBody()));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = exchange(request);
      if (answer.statusCode() != OK && answer.statusCode() != ACCEPTED) {
        throw new CommandFailure("Flink refuses: " + RootCause.of(refusal(answer.body())));
      }
      return JSON.readTree(answer.body());
    } catch (IOException failure) {
      throw new CommandFailure(
          "Flink does not answer at "
              + base
              + "; ./tamiyo cluster status says what runs, ./tamiyo cluster stop clears up",
          failure);
    }
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while waiting for Flink", interrupted);
    }
  }

  private static String refusal(String body) throws IOException {
    JsonNode errors = JSON.readTree(body).path("errors");
    return errors.isEmpty() ? body : errors.get(errors.size() - 1).asText();
  }
}
