package io.tamiyo.jobs.configuration;

import io.tamiyo.jobs.terminal.RedisTarget;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo config unset}. */
@Command(
    name = "unset",
    mixinStandardHelpOptions = true,
    description =
        "Takes values back, those that are to hold later too: a layer has the value of all again, and all have"
            + " the one that the job was submitted with.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo config unset policy.enabled",
      "  ./tamiyo config unset ordering.window ordering.max-pending --layer encoder.0"
    })
final class ConfigUnsetCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Parameters(arity = "1..*", paramLabel = "KEY", description = "Options.")
  private List<String> keys = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for config get.")
  private String reason = "";

  @Override
  public void run() {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, Optional.empty()));
    ConfigChange change = new ConfigChange(layer.id(), values, null, reason);
    PrintWriter out = spec.commandLine().getOut();
    target.with(
        installed -> {
          out.println("taken back for " + layer.told() + "; version " + change.write(installed));
          return 0;
        });
    out.flush();
  }
}
