package io.tamiyo.jobs.configuration;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo config get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Tells all of one option: what it is for, its value, its default, and its last 20 changes: who, when, why.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo config get policy.wake-share",
      "  ./tamiyo config get policy.wake-share --layer encoder.0"
    })
final class ConfigGetCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LayerOption layer = new LayerOption();

  @Parameters(paramLabel = "KEY", description = "The option.")
  private String key = "";

  @Override
  public void run() {
    KnownKey known = KnownKey.find(key).orElseThrow(() -> unknown(key));
    PrintWriter out = spec.commandLine().getOut();
    target.with(
        installed -> {
          tell(known, installed, out);
          return 0;
        });
    out.flush();
  }

  private void tell(KnownKey known, Installed installed, PrintWriter out) {
    ConfigBook book = ConfigBook.read(installed);
    OptionState state = OptionState.of(known, book, layer.place(), installed.now());
    out.printf(Locale.ROOT, "%s = %s (%s)%n", key, state.value(), state.from());
    out.printf(Locale.ROOT, "%s Default %s%n", known.description(), known.byDefault());
    List<Setting> history = book.history(key);
    if (history.isEmpty()) {
      out.println("never set");
      return;
    }
    Table table = new Table("VERSION", "HOLDS FROM", "VALUE", "OF", "BY", "REASON");
    for (Setting setting : history) {
      table.row(
          setting.version(),
          Times.utc(setting.effectiveMs()),
          setting.shown(),
          LayerOption.told(setting.place()),
          setting.update().header().source(),
          setting.reason());
    }
    table.print(out);
  }

  private static CommandFailure unknown(String key) {
    return new CommandFailure(
        new LayerConfigs(LayerConfig.DEFAULTS)
            .refusal(key, Map.of(), Map.of())
            .map(refusal -> refusal + "; ./tamiyo config list shows every key")
            .orElse(key));
  }
}
