package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.jobs.cluster.CommandLineFixture.Outcome;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * The commands, on a real cluster of JVMs and with a job that notices a lost or doubled element.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Path directory;
  private final CommandLineFixture person;
  private final ChildProcesses children = new ChildProcesses();
  private final int port = Ports.free();
  private String jar = "";
  private String redis = "";

  ClusterIT(@TempDir Path directory) {
    this.directory = directory;
    person = new CommandLineFixture(directory.resolve("state of the tests"));
  }

  @BeforeAll
  void startCluster() throws IOException {
    jar = CountingJob.jar(directory.resolve("counting job.jar")).toString();
    redis =
        EmbeddedRedisServer.start(children, directory.resolve("redis"), Ports.free())
            .uri()
            .toString();
    Outcome start =
        person.tamiyo(
            "cluster", "start", "--web-port", "" + port, "--task-managers", "2", "--slots", "1");
    assertThat(start.err()).as(logs()).isEqualTo("starting Flink ...\n");
    assertThat(start.firstLine())
        .isEqualTo("Flink runs at http://localhost:" + port + " (TaskManagers: 2, slots: 2)");
  }

  @AfterEach
  void endJobs() {
    for (RunningCluster.Job job : cluster().jobs()) {
      if (!job.ended()) {
        cluster().rest().patch("/jobs/" + job.id() + "?mode=cancel");
      }
    }
    Await.until("no job runs", SOON, this::noJobRuns);
  }

  @AfterAll
  void stopCluster() {
    children.close();
    List<ClusterState.Member> members = cluster().state().members();

    assertThat(person.tamiyo("cluster", "stop").out())
        .isEqualTo("the cluster is stopped (3 JVMs ended)\n");

    assertThat(members).hasSize(3).noneMatch(ClusterState.Member::runs);
    assertThat(person.files().load()).isEmpty();
    assertThat(person.files().working()).doesNotExist();
    assertThat(person.files().secrets()).doesNotExist();
  }

  @Test
  void aJobGoesOnFromItsSavepointAtAnotherParallelism() {
    Path last = directory.resolve("last");
    Outcome submit = submit(last, "--parallelism", "1");
    assertThat(submit.err()).isEmpty();
    assertThat(submit.firstLine()).startsWith("counting runs: http://localhost:" + port);
    Await.until("the job counts", SOON, () -> number(last) > 100);
    assertThat(person.tamiyo("savepoint").firstLine())
        .startsWith("file:" + person.files().savepoints() + "/savepoint-");

    Outcome stop = person.tamiyo("stop", "counting", "--savepoint-dir", directory + "/kept");
    assertThat(stop.err()).isEmpty();
    assertThat(stop.firstLine()).contains(directory + "/kept/savepoint-");
    long before = number(last);

    Outcome again = submit(last, "--parallelism", "2", "--from", stop.firstLine());
    assertThat(again.err()).isEmpty();
    Await.until("the job goes on", SOON, () -> number(last) > before + 100);
    assertThat(person.tamiyo("cluster", "status").out()).contains("slots: 0 of 2 free");
  }

  @Test
  void theControlPlaneGoesOnFromItsSavepointAtAnotherParallelism() {
    Outcome submit = person.tamiyo("submit", "--redis", redis);
    assertThat(submit.err()).isEmpty();
    assertThat(submit.firstLine()).startsWith("Tamiyo control plane runs: ");

    Outcome stop = person.tamiyo("stop");
    assertThat(stop.err()).isEmpty();

    Outcome again =
        person.tamiyo("submit", "--redis", redis, "--from", stop.firstLine(), "--parallelism", "2");
    assertThat(again.err()).isEmpty();
    assertThat(person.tamiyo("cluster", "status").out()).contains("slots: 0 of 2 free");
  }

  @Test
  void statusNamesJvmsSlotsAndJobs() {
    submit(directory.resolve("status"));

    Outcome status = person.tamiyo("cluster", "status");

    assertThat(status.exitCode()).isZero();
    assertThat(status.out())
        .startsWith("Flink at http://localhost:" + port + "\n  jobmanager      process ")
        .contains("\n  taskmanager-2   process ")
        .contains("\nslots: 1 of 2 free\njobs:\n")
        .contains("  RUNNING    counting\n");
  }

  @Test
  void aSecondStartSaysThatItRunsAlready() {
    fails(
        "a cluster runs already, at http://localhost:" + port + "; ./tamiyo cluster stop ends it",
        "cluster",
        "start");
  }

  @Test
  void theUrlOfRedisReachesTheJobAndIsNotShown() throws IOException {
    try (Jedis jedis = new Jedis(redis)) {
      jedis.configSet("requirepass", "hushhush");
    }
    assertThat(submit(directory.resolve("no password")).err())
        .startsWith("tamiyo: Redis at ")
        .contains("asks for a password")
        .hasLineCount(1);

    Path last = directory.resolve("secretive");
    String url = redis.replace("redis://", "redis://:hushhush@");
    Outcome submit = person.tamiyo("submit", "--jar", jar, "--redis", url, "--", last.toString());
    assertThat(submit.exitCode()).isZero();
    assertThat(submit.err())
        .isEqualTo(
            "tamiyo: everybody on this machine can read the password in --redis;"
                + " put the URL into TAMIYO_REDIS_URL\n");
    try (Jedis jedis = new Jedis(url)) {
      jedis.configSet("requirepass", "");
    }

    assertThat(Path.of(last + ".redis")).hasContent(url);
    String id = cluster().runningJob("").id();
    for (String page :
        List.of("/jobs/" + id + "/config", "/jobs/" + id, "/jobmanager/environment")) {
      assertThat(cluster().rest().get(page).toString()).doesNotContain("hushhush");
    }
    assertThat(Files.readString(person.files().log("jobmanager"))).doesNotContain("hushhush");
  }

  @Test
  void theSameJarCanBeUploadedInTheWebInterface() throws Exception {
    Path last = directory.resolve("uploaded");
    String id = upload(Path.of(jar)).path("filename").asText().replaceFirst(".*/", "");

    cluster().rest().post("/jars/" + id + "/run", Map.of("programArgsList", List.of("" + last)));

    Await.until("the uploaded job counts", SOON, () -> number(last) > 10);
  }

  @Test
  void saysWhatIsMissing() {
    fails("no job runs; send one with ./tamiyo submit", "stop");
    fails(
        "there is no jar at /no/such.jar; ./tamiyo builds its own, mvn package does too",
        "submit",
        "--redis",
        redis,
        "--jar",
        "/no/such.jar");
    fails(
        "there is no savepoint at /no/savepoint (it has no _metadata);"
            + " give a path that ./tamiyo stop or savepoint has printed",
        "submit",
        "--redis",
        redis,
        "--jar",
        jar,
        "--from",
        "/no/savepoint");
    fails(
        "the job cannot be built: no file is named; give one",
        "submit",
        "--redis",
        redis,
        "--jar",
        jar);
    fails(
        "the job needs 3 slots and the cluster has 2 free of 2; stop another job,"
            + " lower --parallelism, or start the cluster with more --slots",
        "submit",
        "--redis",
        redis,
        "--jar",
        jar,
        "--parallelism",
        "3",
        "--",
        directory.resolve("too wide").toString());
  }

  @Test
  void aJobThatFailsBeforeItRunsIsCancelledWithItsCause() {
    Outcome outcome = submit(directory.resolve("breaks at once"));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .matches(
            "tamiyo: job \\w{32} failed and is cancelled: this job does not start; see http.*\n");
    Await.until("the job ends", SOON, this::noJobRuns);
  }

  @Test
  void aStartOnATakenPortLeavesNothingBehind() throws IOException {
    CommandLineFixture another = new CommandLineFixture(directory.resolve("another"));
    try (ServerSocket taken = new ServerSocket(0)) {
      Outcome start = another.tamiyo("cluster", "start", "--web-port", "" + taken.getLocalPort());

      assertThat(start.exitCode()).isEqualTo(1);
      assertThat(start.err())
          .isEqualTo(
              "tamiyo: port "
                  + taken.getLocalPort()
                  + ", for Flink's web UI, is taken;"
                  + " choose another with --web-port, or end what listens there\n");
      assertThat(another.files().load()).isEmpty();
    }
  }

  @Test
  void anInterruptedStartLeavesNothingBehind() throws IOException, InterruptedException {
    Path state = directory.resolve("interrupted");
    ClusterFiles files = new ClusterFiles(state);
    Process start =
        new ProcessBuilder(
                Installation.current().java().toString(),
                "-Xmx128m",
                "-D" + Installation.HOME_PROPERTY + "=" + Installation.current().home(),
                "-D" + Installation.STATE_PROPERTY + "=" + state,
                "-cp",
                System.getProperty("java.class.path"),
                "io.tamiyo.jobs.cli.Tamiyo",
                "cluster",
                "start",
                "--web-port",
                "" + Ports.free())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("interrupted.out").toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    Await.until("a JVM is started", SOON, () -> files.load().isPresent());
    List<ClusterState.Member> members = files.load().orElseThrow().members();

    start.destroy();
    start.waitFor();

    Await.until("all ended", SOON, () -> members.stream().noneMatch(ClusterState.Member::runs));
    assertThat(files.load()).isEmpty();
  }

  private Outcome submit(Path last, String... options) {
    List<String> all = new ArrayList<>(List.of("submit", "--jar", jar, "--redis", redis));
    all.addAll(List.of(options));
    all.addAll(List.of("--", last.toString()));
    return person.tamiyo(all.toArray(String[]::new));
  }

  private void fails(String why, String... arguments) {
    Outcome outcome = person.tamiyo(arguments);
    assertThat(outcome.err()).isEqualTo("tamiyo: " + why + "\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
  }

  private boolean noJobRuns() {
    return cluster().jobs().stream().allMatch(RunningCluster.Job::ended);
  }

  private RunningCluster cluster() {
    return RunningCluster.of(person.files());
  }

  private JsonNode upload(Path file) throws IOException, InterruptedException {
    String boundary = "a-boundary";
    byte[] head =
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"job.jar\"\r\n"
                + "Content-Type: application/x-java-archive\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/jars/upload"))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArrays(List.of(head, Files.readAllBytes(file), tail)))
            .build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  /** What the JVMs of the cluster had to say, for a failure. */
  private String logs() {
    StringBuilder all = new StringBuilder();
    for (String member : List.of("jobmanager", "taskmanager-1", "taskmanager-2")) {
      for (Path file : List.of(person.files().log(member), person.files().output(member))) {
        try {
          all.append(file).append('\n').append(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException failure) {
          throw new AssertionError(failure);
        }
      }
    }
    return all.toString();
  }

  private static long number(Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.isEmpty() ? -1 : Long.parseLong(text);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
