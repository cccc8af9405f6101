package io.tamiyo.host.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs a benchmark as a process, as {@code ./tamiyo bench} starts it. Standard output tells of the
 * progress and ends with a table.
 */
@Command(name = "tamiyo-bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class BenchMain implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--report", required = true, paramLabel = "FILE")
  private @Nullable Path report;

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "ROWSxFEATURESxSEEDS",
      defaultValue = "32x512x100,256x4096x1000,1024x8192x1000")
  private List<String> cases = List.of();

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "12")
  private int rounds;

  @Option(names = "--warm-up-ms", paramLabel = "MS", defaultValue = "2000")
  private int warmUpMs;

  @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "100")
  private int roundMs;

  @Option(names = "--child", description = "the end of standard input ends the benchmark")
  private boolean child;

  private BenchMain() {}

  /** Runs the benchmark, and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              failure.printStackTrace(line.getErr());
              line.getErr().println(String.valueOf(failure.getMessage()).replace('\n', ' '));
              return 1;
            });
  }

  @Override
  public Integer call() {
    if (child) {
      endWithTheParent();
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds is " + rounds + "; give at least 1");
    }
    List<LayerSize> sizes = cases.stream().map(LayerSize::parse).toList();
    BenchReport result =
        new KernelBench(rounds, Duration.ofMillis(warmUpMs), Duration.ofMillis(roundMs), this::say)
            .run(sizes);
    if (report != null) {
      result.write(report);
    }
    say(
        String.format(
            Locale.ROOT, "%-18s %-26s %12s %12s %12s", "case", "metric", "median", "min", "max"));
    for (BenchReport.Result row : result.results()) {
      say(
          String.format(
              Locale.ROOT,
              "%-18s %-26s %12.2f %12.2f %12.2f",
              row.name(),
              row.metric(),
              row.value(),
              row.min(),
              row.max()));
    }
    return 0;
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

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
