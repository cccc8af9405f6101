package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningClusterTest {
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final HttpServer flink;
  private final RunningCluster cluster;

  RunningClusterTest() throws IOException {
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext("/", this::serve);
    flink.start();
    int port = flink.getAddress().getPort();
    cluster = RunningCluster.of(new ClusterState(new ClusterOptions(port, 2, 2), List.of()));
  }

  @AfterEach
  void stopServer() {
    flink.stop(0);
  }

  @Test
  void isCompleteWhenEverySlotIsRegistered() {
    assertThat(cluster.isComplete()).isFalse();

    answer("/overview", 200, "{\"taskmanagers\":1,\"slots-total\":2,\"slots-available\":2}");
    assertThat(cluster.isComplete()).isFalse();

    answer("/overview", 200, "{\"taskmanagers\":2,\"slots-total\":4,\"slots-available\":3}");
    assertThat(cluster.isComplete()).isTrue();
    assertThat(cluster.slots()).isEqualTo(new RunningCluster.Slots(2, 4, 3));
  }

  @Test
  void meansTheOnlyJobThatRuns() {
    jobs("a:one:FINISHED", "b:two:RUNNING", "c:three:FAILED", "d:four:CANCELED");

    assertThat(cluster.runningJob("")).isEqualTo(new RunningCluster.Job("b", "two", "RUNNING"));
  }

  @Test
  void meansAJobByItsIdOrItsName() {
    jobs("a:one:RUNNING", "b:two:RESTARTING");

    assertThat(cluster.runningJob("b").name()).isEqualTo("two");
    assertThat(cluster.runningJob("one").id()).isEqualTo("a");
  }

  @Test
  void saysWhichJobsCouldBeMeant() {
    jobs("a:one:RUNNING", "b:two:RUNNING", "c:two:RUNNING");

    assertThatThrownBy(() -> cluster.runningJob(""))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("several jobs run; name one by its id: a (one), b (two), c (two)");
    assertThatThrownBy(() -> cluster.runningJob("two"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("several jobs run");
    assertThatThrownBy(() -> cluster.runningJob("three"))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("no job three runs; these do: a (one), b (two), c (two)");
  }

  @Test
  void saysThatNoJobRuns() {
    jobs("a:one:CANCELED");

    assertThatThrownBy(() -> cluster.runningJob("one"))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("no job runs; send one with ./tamiyo submit");
  }

  @Test
  void saysWhatFlinkRefusesAndWhy() {
    answer(
        "/jobs/a/stop",
        409,
        "{\"errors\":[\"Internal server error.\",\"<Exception on server side:\\nx.YException: too"
            + " early\\n\\tat a.b\"]}");

    assertThatThrownBy(() -> cluster.rest().post("/jobs/a/stop", Map.of("drain", false)))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("Flink refuses: too early");
  }

  @Test
  void saysWhatToDoWhereFlinkDoesNotAnswer() {
    flink.stop(0);

    assertThatThrownBy(cluster::jobs)
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "Flink does not answer at "
                + cluster.rest().base()
                + "; ./tamiyo cluster status says what runs, ./tamiyo cluster stop clears up");
  }

  private void jobs(String... idNameState) {
    List<String> jobs =
        List.of(idNameState).stream()
            .map(job -> job.split(":", -1))
            .map(
                part ->
                    "{\"jid\":\"%s\",\"name\":\"%s\",\"state\":\"%s\"}"
                        .formatted(part[0], part[1], part[2]))
            .toList();
    answer("/jobs/overview", 200, "{\"jobs\":[" + String.join(",", jobs) + "]}");
  }

  private void answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
  }

  private void serve(HttpExchange exchange) throws IOException {
    Answer answer = answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, ""));
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private record Answer(int status, String body) {}
}
