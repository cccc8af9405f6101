package io.tamiyo.jobs.bench;

import io.tamiyo.contracts.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the benchmark of the ingestion as a process, as {@code ./tamiyo bench} starts it. */
@Command(name = "tamiyo-bench")
public final class IngestionBenchMain {

  private IngestionBenchMain() {}

  /** Runs the benchmark, and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new IngestionBenchMain())
        .addSubcommand(new Ingestion())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              failure.printStackTrace(line.getErr());
              line.getErr().println(String.valueOf(failure.getMessage()).replace('\n', ' '));
              return 1;
            });
  }

  /** What {@link BenchIngestionCommand} asks for. */
  @Command(name = "ingestion")
  static final class Ingestion implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--report", required = true)
    private @Nullable Path report;

    @Option(names = "--directory", required = true)
    private @Nullable Path directory;

    @Option(names = "--child", description = "the end of standard input ends the benchmark")
    private boolean child;

    @Option(names = "--rounds", required = true)
    private int rounds;

    @Option(names = "--round-ms", required = true)
    private int roundMs;

    @Option(names = "--layers", required = true)
    private int layers;

    @Option(names = "--producers", required = true)
    private int producers;

    @Option(names = "--cases", split = ",", required = true)
    private List<String> cases = List.of();

    @Override
    public Integer call() throws Exception {
      Path file = report;
      Path place = directory;
      if (file == null || place == null) {
        throw new IllegalArgumentException("--report and --directory are required");
      }
      if (child) {
        endWithTheParent();
      }
      List<IngestionCase> chosen = cases.stream().map(IngestionCase::parse).toList();
      Traffic traffic = new Traffic(layers, producers);
      Files.createDirectories(place);
      BenchReport found =
          new IngestionBench(traffic, rounds, Duration.ofMillis(roundMs), place, this::say)
              .run(chosen);
      found.write(file);
      found.table().forEach(this::say);
      return 0;
    }

    private void say(String line) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line);
      out.flush();
    }

    /** The parent holds the other end of standard input. */
    private static void endWithTheParent() {
      Thread watch =
          new Thread(
              () -> {
                try {
                  while (System.in.read() >= 0) {}
                } catch (IOException gone) {
                  throw new UncheckedIOException(gone);
                } finally {
                  Runtime.getRuntime().halt(1);
                }
              },
              "parent");
      watch.setDaemon(true);
      watch.start();
    }
  }
}
