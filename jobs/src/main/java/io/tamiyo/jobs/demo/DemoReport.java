package io.tamiyo.jobs.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.LedgerReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a demo came to, as it is written with {@code --report}.
 *
 * @param layers layers that reported
 * @param seeds seeds of all of them
 * @param reportsIn health reports that reached Redis
 * @param commandsSent commands in the control logs, retried copies not counted again
 * @param commandsApplied commands that a host applied
 * @param commandsRejected copies of commands that a host refused
 * @param acks acknowledgements
 * @param inFlight commands without an acknowledgement at the end
 * @param transitions changes of state that hosts told of
 * @param forced seeds whose change of state skipped conditions or least epochs
 * @param alerts alerts of the job
 * @param deadLetters messages that could not be processed
 * @param p50Ms median of the time from the entry that caused a command to the command's entry; null
 *     without commands
 * @param p99Ms the same, 99th percentile
 * @param states seeds in each lifecycle state
 * @param ledger where every message ended
 * @param accuracy on held-out points, 0 to 1
 * @param options those that differ from the defaults
 */
public record DemoReport(
    int layers,
    int seeds,
    long reportsIn,
    long commandsSent,
    long commandsApplied,
    long commandsRejected,
    long acks,
    long inFlight,
    long transitions,
    long forced,
    long alerts,
    long deadLetters,
    @JsonProperty("p50_ms") @Nullable Long p50Ms,
    @JsonProperty("p99_ms") @Nullable Long p99Ms,
    Map<SeedState, Integer> states,
    Ledger ledger,
    Accuracy accuracy,
    Map<String, String> options) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * The sums of the layers' ledgers.
   *
   * @param sentByHosts messages that the hosts sent, as they count them
   */
  public record Ledger(
      long sentByHosts,
      long in,
      long out,
      long deadLetters,
      long duplicates,
      long expired,
      long held) {

    /** Whether everything that was sent has arrived and is in exactly one place. */
    public boolean balances() {
      return sentByHosts == in && in == out + deadLetters + duplicates + expired + held;
    }
  }

  /**
   * Share of held-out points that the trained network classifies right.
   *
   * @param alone before its seeds came, and before a planted disturbance
   * @param withSeeds as it is
   * @param withoutSeeds with every seed passing its input through
   */
  public record Accuracy(double alone, double withSeeds, double withoutSeeds) {}

  /** Sums up what was seen. */
  static DemoReport of(
      Tally tally, long sentByHosts, Accuracy accuracy, Map<String, String> options) {
    LatencyHistogram latency = tally.telemetryToCommand();
    return new DemoReport(
        tally.layers().size(),
        (int) tally.sum(LayerTally::seeds),
        tally.sum(LayerTally::reports),
        tally.sum(LayerTally::commands),
        tally.sum(LayerTally::applied),
        tally.sum(LayerTally::rejected),
        tally.sum(LayerTally::acknowledgements),
        tally.sum(LayerTally::inFlight),
        tally.sum(LayerTally::transitions),
        tally.sum(LayerTally::forcedTransitions),
        tally.alerts(),
        tally.deadLetters(),
        boxed(latency, 0.50),
        boxed(latency, 0.99),
        states(tally),
        ledger(tally, sentByHosts),
        accuracy,
        options);
  }

  /**
   * Writes one JSON object.
   *
   * @throws UncheckedIOException naming the file
   */
  void write(Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(this) + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + file, e);
    }
  }

  private static Map<SeedState, Integer> states(Tally tally) {
    Map<SeedState, Integer> states = new EnumMap<>(SeedState.class);
    for (SeedState state : SeedState.values()) {
      states.put(state, 0);
    }
    for (LayerTally layer : tally.layers().values()) {
      layer.states().forEach((state, seeds) -> states.merge(state, seeds, Integer::sum));
    }
    return states;
  }

  static Ledger ledger(Tally tally, long sentByHosts) {
    return new Ledger(
        sentByHosts,
        ledgerSum(tally, LedgerReport::in),
        ledgerSum(tally, LedgerReport::out),
        ledgerSum(tally, LedgerReport::deadLetters),
        ledgerSum(tally, LedgerReport::duplicates),
        ledgerSum(tally, LedgerReport::expired),
        ledgerSum(tally, LedgerReport::held));
  }

  private static long ledgerSum(Tally tally, ToLongFunction<LedgerReport> term) {
    return tally.sum(
        layer -> {
          LedgerReport ledger = layer.ledger();
          return ledger == null ? 0 : term.applyAsLong(ledger);
        });
  }

  private static @Nullable Long boxed(LatencyHistogram latency, double share) {
    return latency.quantile(share).isPresent() ? latency.quantile(share).getAsLong() : null;
  }
}
