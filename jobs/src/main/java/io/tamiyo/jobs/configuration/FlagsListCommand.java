package io.tamiyo.jobs.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.operators.config.ConfigValues;
import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.config.FeatureFlags;
import io.tamiyo.operators.config.FeatureRule;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo flags list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Every feature: for which share of the layers it is on, and the lists of names; with --layer, whether it is on there.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo flags list",
      "  ./tamiyo flags list --layer encoder.0",
      "  ./tamiyo flags list --json | jq .wake.percent"
    })
final class FlagsListCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    FeatureFlags flags = target.with(this::flags);
    if (json) {
      out.println(written(flags));
    } else {
      print(flags, out);
    }
    out.flush();
  }

  private FeatureFlags flags(Installed installed) {
    ConfigBook book = ConfigBook.read(installed);
    ConfigValues values = book.values();
    long now = installed.now();
    Map<String, String> ofLayer = layer.id() == null ? Map.of() : values.at(layer.place(), now);
    return book.configs().resolve(values.at(ConfigValues.ALL, now), ofLayer).flags();
  }

  private void print(FeatureFlags flags, PrintWriter out) {
    Set<Feature> own = flags.of(layer.place());
    Table table =
        new Table("FEATURE", layer.id() == null ? "ON" : "ON HERE", "SHARE", "ALLOW", "BLOCK", "");
    for (Feature feature : Feature.values()) {
      FeatureRule rule = flags.rule(feature);
      table.row(
          feature.label(),
          layer.id() == null ? where(flags, rule) : own.contains(feature) ? "yes" : "no",
          share(rule),
          String.join(",", new TreeSet<>(rule.allow())),
          String.join(",", new TreeSet<>(rule.block())),
          feature.description());
    }
    table.print(out);
    if (!flags.enabled()) {
      out.println("all features are switched off; ./tamiyo flags set all on switches them on");
    }
  }

  private static String where(FeatureFlags flags, FeatureRule rule) {
    if (!flags.enabled()) {
      return "nowhere";
    }
    if (rule.equals(FeatureRule.ON)) {
      return "everywhere";
    }
    return rule.percent() == 0 && rule.allow().isEmpty() ? "nowhere" : "partly";
  }

  private static String share(FeatureRule rule) {
    return String.valueOf(rule.percent()).replaceFirst("\\.0$", "") + "%";
  }

  private String written(FeatureFlags flags) {
    Map<String, Object> all = new LinkedHashMap<>();
    Set<Feature> own = flags.of(layer.place());
    for (Feature feature : Feature.values()) {
      FeatureRule rule = flags.rule(feature);
      Map<String, Object> one = new LinkedHashMap<>();
      if (layer.id() != null) {
        one.put("on", own.contains(feature));
      }
      one.put("percent", flags.enabled() ? rule.percent() : 0);
      one.put("allow", flags.enabled() ? new TreeSet<>(rule.allow()) : Set.of());
      one.put("block", new TreeSet<>(rule.block()));
      all.put(feature.label(), one);
    }
    try {
      return JsonMapper.builder().build().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("flags can't be written as JSON", e);
    }
  }
}
