package io.tamiyo.jobs.configuration;

import io.tamiyo.jobs.terminal.RedisTarget;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo flags unset}. */
@Command(
    name = "unset",
    mixinStandardHelpOptions = true,
    description =
        "Takes a flag back with its lists: the feature is on where the job was not told otherwise.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo flags unset wake",
      "  ./tamiyo flags unset stop --layer head"
    })
final class FlagsUnsetCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Parameters(
      paramLabel = "FEATURE",
      converter = FeatureName.Converter.class,
      description = "A feature, as flags list shows it, or all.")
  private FeatureName name = new FeatureName(null);

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for config get.")
  private String reason = "";

  @Override
  public void run() {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    name.keys().forEach(key -> values.put(key, Optional.empty()));
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
