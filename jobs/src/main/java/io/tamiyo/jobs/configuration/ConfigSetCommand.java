package io.tamiyo.jobs.configuration;

import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.jobs.terminal.Times;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

/** {@code ./tamiyo config set}. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Gives options other values, for all layers or for one. Several are set together or not at all, so that two"
          + " which must agree can change at once."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo config set policy.enabled=false --reason \"maintenance\"",
      "  ./tamiyo config set ordering.window=500 ordering.max-pending=50000 --layer encoder.0",
      "  ./tamiyo config set detection.sigmas=4 --effective-from 2027-01-31T06:00:00Z"
    })
final class ConfigSetCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "Options and their values.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--effective-from",
      paramLabel = "TIME",
      description = "From then on, in the time of the layers' streams. Default: at once.")
  private @Nullable String effectiveFrom;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for config get.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Check, and set nothing.")
  private boolean dryRun;

  @Override
  public void run() {
    ConfigChange change = new ConfigChange(layer.id(), values(), from(), reason);
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
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new ParameterException(spec.commandLine(), "\"" + assignment + "\" is not KEY=VALUE");
      }
      String key = assignment.substring(0, equals);
      if (values.put(key, Optional.of(assignment.substring(equals + 1))) != null) {
        throw new ParameterException(spec.commandLine(), key + " is given twice");
      }
    }
    return values;
  }

  private @Nullable Double from() {
    if (effectiveFrom == null) {
      return null;
    }
    try {
      return Instant.parse(effectiveFrom).toEpochMilli() / 1000.0;
    } catch (DateTimeParseException noTime) {
      throw new ParameterException(
          spec.commandLine(),
          "--effective-from is \""
              + effectiveFrom
              + "\"; give a time such as "
              + Times.utc(System.currentTimeMillis()),
          noTime);
    }
  }
}
