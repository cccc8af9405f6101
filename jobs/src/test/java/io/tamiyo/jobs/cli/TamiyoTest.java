package io.tamiyo.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.Installation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

class TamiyoTest {
  @TempDir private Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void asksWhichCommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("tamiyo: which command?\nTry './tamiyo --help' for what it can do.\n");
  }

  @Test
  void refusesAnUnknownOptionWithASuggestion() {
    assertThat(run("--verbos")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("tamiyo: Unknown option: '--verbos'\nPossible solutions: --verbose");
  }

  @Test
  void refusesValuesThatCannotBe() {
    isWrongUsage("--slots is 0; give at least 1", "cluster", "start", "--slots", "0");
    isWrongUsage(
        "--task-managers is -1; give at least 1", "cluster", "start", "--task-managers=-1");
    isWrongUsage("--web-port is 70000; give 1 to 65535", "cluster", "start", "--web-port", "70000");
    isWrongUsage("--parallelism is 0; give at least 1", "submit", "--parallelism", "0");
    isWrongUsage(
        "Invalid value for option '--parallelism': 'two' is not an int",
        "submit",
        "--parallelism",
        "two");
    isWrongUsage("which of start, status and stop?", "cluster");
    isWrongUsage("which of list, get, set and unset?", "config");
    isWrongUsage("which of list, set and unset?", "flags");
    isWrongUsage("which of list, show, replay and drop?", "dlq");
    isWrongUsage("which benchmark? There are: kernel, host, command, outage, ingestion", "bench");
    isWrongUsage("Missing required option: '--report=FILE'", "bench", "kernel");
    isWrongUsage(
        "--rounds is 0; give at least 1", "bench", "kernel", "--report", "r", "--rounds=0");
  }

  @Test
  void everyCommandButStartNeedsARunningCluster() {
    for (String command : new String[] {"submit", "stop", "savepoint"}) {
      saysThatNoClusterRuns(command);
    }
    saysThatNoClusterRuns("cluster", "status");
  }

  @Test
  void refusesAMirrorThatCannotBe() {
    String[] mirror = {"mirror", "--region", "eu", "--to-region", "us", "--to"};
    isRefused(
        "kasmina.control.* is read by hosts or jobs: commands would be applied in two",
        mirror,
        "redis://us:6379",
        "--streams",
        "kasmina.control.*");
    isRefused(
        "both regions have the Redis redis://us:1; give that of the other",
        mirror,
        "redis://us:1",
        "--redis",
        "redis://us:1");
    isRefused(
        "keep is 0; expected at least 1; ./tamiyo mirror --help",
        mirror,
        "redis://us:6379",
        "--keep",
        "0",
        "--start",
        "latest",
        "--instance-id",
        "east");
    isRefused("where to? give --to URL, or the environment variable", mirror, "");
    isRefused("no cluster runs", mirror, "redis://us:6379", "--own-only");
  }

  private void isRefused(String why, String[] command, String... more) {
    err.getBuffer().setLength(0);
    assertThat(run(Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new)))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("tamiyo: " + why);
  }

  @Test
  void everyHelpTeachesWithAnExample() {
    everyHelpTeachesWithAnExample(commandLine());
  }

  @Test
  void saysAFailureInOneLine() {
    assertThat(run("fails")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("tamiyo: it is raining; take an umbrella\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void showsTheStackTraceWhenAsked() {
    assertThat(run("fails", "--verbose")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("tamiyo: it is raining; take an umbrella\n")
        .contains("\tat io.tamiyo.jobs.cli.TamiyoTest");
  }

  @Test
  void saysWhereTheTraceOfAnUnexpectedFailureIs() {
    assertThat(run("breaks")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "tamiyo: unexpected java.lang.IllegalStateException: two lines; the whole trace is in "
                + directory.resolve("state/logs/tamiyo.log")
                + "\n");
  }

  private void isWrongUsage(String why, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("tamiyo: " + why + "\nTry './tamiyo ");
  }

  private void saysThatNoClusterRuns(String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("tamiyo: no cluster runs; start one with ./tamiyo cluster start\n");
  }

  private static void everyHelpTeachesWithAnExample(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    Stream.of(usage.description(), usage.footer())
        .flatMap(Arrays::stream)
        .forEach(text -> assertThatCode(text::formatted).as(text).doesNotThrowAnyException());
    assertThat(command.getUsageMessage())
        .contains("Example")
        .contains("./" + command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().forEach(TamiyoTest::everyHelpTeachesWithAnExample);
  }

  private CommandLine commandLine() {
    return Tamiyo.commandLine(new Installation(directory, directory.resolve("state")));
  }

  private int run(String... arguments) {
    return commandLine()
        .addSubcommand(new Fails())
        .addSubcommand(new Breaks())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Command(name = "fails")
  private static final class Fails implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new CommandFailure("it is raining; take an umbrella");
    }
  }

  @Command(name = "breaks")
  private static final class Breaks implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("two\nlines");
    }
  }
}
