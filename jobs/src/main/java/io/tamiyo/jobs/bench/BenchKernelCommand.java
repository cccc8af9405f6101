package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo bench kernel}. */
@Command(
    name = "kernel",
    mixinStandardHelpOptions = true,
    description = {
      "Compares one step of a layer, with all blends mixed and its telemetry, with a copy of the layer's input into"
          + " memory that is there, on one thread: 32x512 with 100 seeds, 256x4096 and 1024x8192 with 1000 (rows x"
          + " features). Takes about 20 s.",
      "",
      "ratio_to_copy is how many times longer a step takes, allocated_bytes_per_step what the JVM's own counter says;"
          + " step_us and copy_us are the times. Medians of the rounds, which alternate between step and copy."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo bench kernel --report kernel.json",
      "  ./tamiyo bench kernel --report kernel.json --kernel torchscript"
    })
public final class BenchKernelCommand implements Callable<Integer> {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "12",
      description = "Rounds of each case (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--cases",
      paramLabel = "CASES",
      defaultValue = "32x512x100,256x4096x1000,1024x8192x1000",
      description = "Rows x features x seeds, several with commas (default: ${DEFAULT-VALUE}).")
  private String cases = "";

  @Option(
      names = "--kernel",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = "auto, vector or torchscript (default: ${DEFAULT-VALUE}).")
  private String kernel = "";

  /**
   * @param installation where the host is built
   */
  public BenchKernelCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds is " + rounds + "; give at least 1");
    }
    List<String> arguments = List.of("--rounds", Integer.toString(rounds), "--cases", cases);
    options.run(installation, "kernel", List.of("-Dtamiyo.kernel=" + kernel), arguments, Map.of());
    return 0;
  }
}
