package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every benchmark is told, and how it shows what it found: standard output tells of the
 * progress and ends with a table, the report goes to a file.
 */
final class BenchOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--report", required = true, paramLabel = "FILE")
  private @Nullable Path file;

  @Option(names = "--child", description = "the end of standard input ends the benchmark")
  private boolean child;

  /**
   * Runs a benchmark, and shows and keeps what it found.
   *
   * @return the exit code
   */
  int report(Callable<BenchReport> bench) {
    if (child) {
      ParentWatch.start();
    }
    BenchReport found = call(bench);
    if (file != null) {
      found.write(file);
    }
    found.table().forEach(this::say);
    return 0;
  }

  private static BenchReport call(Callable<BenchReport> bench) {
    try {
      return bench.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException("the benchmark broke off: " + failure.getMessage(), failure);
    }
  }

  /** Tells of the progress. */
  void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
