package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tamiyo.contracts.fixtures.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class ChildProcessIT {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path directory = Path.of("");
  private final ChildProcesses children = new ChildProcesses();

  @AfterEach
  void endChildren() {
    children.close();
  }

  @Test
  void endsAJvmInOrderByClosingItsStandardInput() throws IOException {
    ChildProcess jvm =
        children.start(ParentFixture.watchingJvm(directory).with("SECRET", "hushhush"));
    jvm.awaitReady(() -> jvm.log().toFile().length() > 0, SOON);
    assertThat(ProcessHandle.of(jvm.pid()).orElseThrow().info().commandLine().orElse(""))
        .doesNotContain("hushhush")
        .doesNotContain(System.getProperty("java.class.path"));

    jvm.close();

    assertThat(jvm.exitCode()).isZero();
    assertThat(Files.readString(jvm.log())).isEqualTo("secret is hushhush\nended in order\n");
  }

  @Test
  void endsAProgramInOrder() throws IOException {
    ChildProcess program =
        children.start(
            sh("trap 'echo in order; exit 7' TERM; echo up; while :; do sleep 0.1; done"));
    program.awaitReady(() -> program.log().toFile().length() > 0, SOON);

    program.close();

    assertThat(program.exitCode()).isEqualTo(7);
    assertThat(Files.readString(program.log())).isEqualTo("up\nin order\n");
  }

  @Test
  void nothingIsLeftOfAProgramThatHasEndedByItself() {
    String mark = "mark-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    ChildProcess program = children.start(sh(": " + mark));

    assertThat(program.ended(SOON)).isTrue();

    Await.until("its watcher has ended", SOON, () -> withCommandLine(mark).isEmpty());
  }

  private static List<ProcessHandle> withCommandLine(String part) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(part))
        .toList();
  }

  @Test
  void killsAProgramThatDoesNotEnd() {
    ChildProcess program = children.start(sh("trap '' TERM; echo up; while :; do sleep 0.1; done"));
    program.awaitReady(() -> program.log().toFile().length() > 0, SOON);
    List<ProcessHandle> all = ProcessHandle.of(program.pid()).orElseThrow().descendants().toList();

    program.stop(Duration.ofMillis(200));

    assertThat(program.isAlive()).isFalse();
    Await.until("all ended", SOON, () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void saysWhyAChildThatEndsEarlyWasNotReady() {
    ChildProcess program = children.start(sh("echo first; echo no such thing >&2; exit 3"));

    assertThatThrownBy(() -> program.awaitReady(() -> false, SOON))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "program ended with code 3 before it was ready: no such thing; see " + program.log());
  }

  @Test
  void saysThatAChildIsNotReadyInTime() {
    ChildProcess program = children.start(sh("sleep 60"));

    assertThatThrownBy(() -> program.awaitReady(() -> false, Duration.ZERO))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("program was not ready after 0 s; see " + program.log());
  }

  @Test
  void saysThatAProgramDoesNotExist() {
    ChildCommand missing =
        new ChildCommand(
            "nothing", List.of("/no/such/program"), Map.of(), directory.resolve("log"));

    assertThatThrownBy(() -> children.start(missing))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("nothing cannot be started: ");
  }

  @Test
  void allChildrenEndWhenTheirParentIsKilled() throws IOException, InterruptedException {
    Process parent = parent().start();
    List<ProcessIdentity> family = family(parent);

    parent.destroyForcibly().waitFor();

    Await.until("all ended", SOON, () -> family.stream().allMatch(one -> one.find().isEmpty()));
  }

  @Test
  void allChildrenEndWhenTheyAreToldToEndTogetherWithTheirParent()
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SETSID), "this machine has no " + SETSID);
    ProcessBuilder group = parent();
    group.command().add(0, SETSID.toString());
    Process parent = group.start();
    List<ProcessIdentity> family = family(parent);

    new ProcessBuilder("sh", "-c", "kill -TERM -" + parent.pid()).start().waitFor();

    Await.until("all ended", SOON, () -> family.stream().allMatch(one -> one.find().isEmpty()));
    parent.waitFor();
  }

  private ProcessBuilder parent() {
    return new ProcessBuilder(
            Installation.current().java().toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-D" + Installation.HOME_PROPERTY + "=" + Installation.current().home(),
            "-cp",
            System.getProperty("java.class.path"),
            ParentFixture.class.getName(),
            directory.toString(),
            Integer.toString(Ports.free()))
        .redirectError(directory.resolve("parent.log").toFile());
  }

  /** Every process that the parent has started, once all are ready. */
  private List<ProcessIdentity> family(Process parent) throws IOException {
    List<ProcessIdentity> family = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.equals("ready")) {
        ProcessHandle.of(Long.parseLong(line)).map(ProcessIdentity::of).ifPresent(family::add);
        line = out.readLine();
      }
      assertThat(line).as(Files.readString(directory.resolve("parent.log"))).isEqualTo("ready");
    }
    assertThat(family).hasSizeGreaterThan(4);
    return family;
  }

  @Test
  void servesARealRedisThatRefusesWhatDoesNotFit() {
    EmbeddedRedisServer redis =
        EmbeddedRedisServer.start(children, directory.resolve("redis"), Ports.free());

    try (Jedis jedis = new Jedis(redis.uri())) {
      assertThat(jedis.configGet("maxmemory-policy")).containsValue("noeviction");
      assertThat(jedis.configGet("maxmemory")).containsValue(Integer.toString(256 << 20));
      assertThat(jedis.configGet("save")).containsValue("");
    }
    children.close();

    assertThat(redis.process().exitCode()).isZero();
  }

  @Test
  void refusesARedisWhereThePortIsTaken() {
    EmbeddedRedisServer redis =
        EmbeddedRedisServer.start(children, directory.resolve("redis"), Ports.free());
    Path another = directory.resolve("another");

    assertThatThrownBy(() -> EmbeddedRedisServer.start(children, another, redis.uri().getPort()))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "port "
                + redis.uri().getPort()
                + ", for Redis, is taken; end what listens there, or name a Redis with --redis URL");
  }

  private ChildCommand sh(String script) {
    return ChildCommand.program(
        "program", List.of("sh", "-c", script), directory.resolve("program.log"));
  }
}
