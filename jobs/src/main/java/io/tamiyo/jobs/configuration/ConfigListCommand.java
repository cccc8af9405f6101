package io.tamiyo.jobs.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.config.LaterValue;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo config list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Every option that may change while the job runs: its value, where it is from, its default, how many layers"
            + " have one of their own, and what is to hold later.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo config list --changed",
      "  ./tamiyo config list --layer encoder.0",
      "  ./tamiyo config list --json | jq '.options[\"policy.enabled\"]'"
    })
final class ConfigListCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Option(names = "--changed", description = "Only options that are set, for all or for a layer.")
  private boolean changed;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    target.with(
        installed -> {
          list(installed, out);
          return 0;
        });
    out.flush();
  }

  private void list(Installed installed, PrintWriter out) {
    ConfigBook book = ConfigBook.read(installed);
    long now = installed.now();
    List<OptionState> states =
        KnownKey.all().stream()
            .map(key -> OptionState.of(key, book, layer.place(), now))
            .filter(state -> !changed || state.isChanged())
            .toList();
    if (json) {
      out.println(written(book, states, now));
      return;
    }
    print(book, states, now, out);
  }

  private static void print(ConfigBook book, List<OptionState> states, long now, PrintWriter out) {
    Table table = new Table("KEY", "VALUE", "FROM", "DEFAULT", ">LAYERS", "SET", "BY");
    for (OptionState state : states) {
      Setting by = state.by();
      table.row(
          state.key().key(),
          state.value(),
          state.from(),
          state.key().byDefault(),
          state.layers().isEmpty() ? "" : state.layers().size(),
          by == null ? "" : Times.ago(by.version().ms(), now),
          by == null ? "" : by.update().header().source());
    }
    table.print(out);
    for (LaterValue later : book.values().later()) {
      if (later.fromMs() > now) {
        out.printf(
            "from %s on: %s = %s for %s%n",
            Times.utc(later.fromMs()), later.key(), later.value(), LayerOption.told(later.place()));
      }
    }
    out.println(
        book.version().equals(StreamId.ZERO)
            ? "nothing was ever set"
            : "version " + book.version());
  }

  private static String written(ConfigBook book, List<OptionState> states, long now) {
    Map<String, Object> options = new LinkedHashMap<>();
    for (OptionState state : states) {
      Map<String, Object> option = new LinkedHashMap<>();
      option.put("value", state.value());
      option.put("from", state.from());
      option.put("default", state.key().byDefault());
      Map<String, @Nullable String> layers = new LinkedHashMap<>();
      for (String one : state.layers()) {
        layers.put(one, book.value(one, state.key().key(), now));
      }
      option.put("layers", layers);
      options.put(state.key().key(), option);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", book.version().toString());
    all.put("options", options);
    try {
      return JsonMapper.builder().build().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("options can't be written as JSON", e);
    }
  }
}
