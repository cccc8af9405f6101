package io.tamiyo.jobs.configuration;

import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.config.FlagKeys;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo flags set}. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Switches a feature on or off, or on for a share of the layers. Lists that are not given stay as they are.",
      "A list blocks before it allows, and allows before the share is asked."
    },
    footer = {
      "",
      "Features: anomaly-detection, wake, advance, stop, plan, retries, and all for the switch of all at once.",
      "",
      "Examples:",
      "  ./tamiyo flags set wake 10%%",
      "  ./tamiyo flags set wake off --allow encoder.0,encoder.1",
      "  ./tamiyo flags set stop off --layer head --reason \"its loss is noisy\"",
      "  ./tamiyo flags set all off --dry-run"
    })
final class FlagsSetCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Parameters(
      index = "0",
      paramLabel = "FEATURE",
      converter = FeatureName.Converter.class,
      description = "One of the features below.")
  private FeatureName name = new FeatureName(null);

  @Parameters(index = "1", paramLabel = "on|off|N%", description = "For which share of the layers.")
  private String share = "";

  @Option(
      names = "--allow",
      paramLabel = "LAYERS",
      description = "On for these layers, by commas, whatever the share is.")
  private @Nullable String allow;

  @Option(
      names = "--block",
      paramLabel = "LAYERS",
      description = "Off for these layers, by commas, whatever the share is.")
  private @Nullable String block;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for config get.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Check, and set nothing.")
  private boolean dryRun;

  @Override
  public void run() {
    ConfigChange change = new ConfigChange(layer.id(), values(), null, reason);
    PrintWriter out = spec.commandLine().getOut();
    target.with(
        installed -> {
          if (dryRun) {
            change.check(ConfigBook.read(installed), installed.now());
            out.println("may be set for " + layer.told() + "; nothing was set");
          } else {
            out.println("set for " + layer.told() + "; version " + change.write(installed));
          }
          return 0;
        });
    out.flush();
  }

  private Map<String, Optional<String>> values() {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    Feature feature = name.feature();
    if (feature == null) {
      if (allow != null || block != null || !share.matches("on|off")) {
        throw new ParameterException(
            spec.commandLine(), "all features together are on or off, for no share and no list");
      }
      values.put(FlagKeys.ENABLED.key(), Optional.of(String.valueOf(share.equals("on"))));
      return values;
    }
    values.put(FlagKeys.percent(feature).key(), Optional.of(percent()));
    if (allow != null) {
      values.put(FlagKeys.allow(feature).key(), Optional.of(allow));
    }
    if (block != null) {
      values.put(FlagKeys.block(feature).key(), Optional.of(block));
    }
    return values;
  }

  private String percent() {
    if (share.equals("on")) {
      return "100";
    }
    if (share.equals("off")) {
      return "0";
    }
    if (!share.matches("\\d{1,3}(\\.\\d{1,6})?%")) {
      throw new ParameterException(
          spec.commandLine(), "\"" + share + "\" is not on, off or a share such as 10%");
    }
    return share.substring(0, share.length() - 1);
  }
}
