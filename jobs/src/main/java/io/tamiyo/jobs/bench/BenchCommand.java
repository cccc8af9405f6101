package io.tamiyo.jobs.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the benchmarks. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    description =
        "Measures a part of Tamiyo on this machine, and writes a report. Nothing else should run meanwhile.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo bench kernel --report kernel.json",
      "  ./tamiyo bench host --report host.json",
      "  ./tamiyo bench command --report command.json",
      "  ./tamiyo bench outage --report outage.json",
      "  ./tamiyo bench ingestion --report ingestion.json"
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which benchmark? There are: " + String.join(", ", spec.subcommands().keySet()));
  }
}
