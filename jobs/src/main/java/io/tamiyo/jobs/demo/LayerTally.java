package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.SeedOutcome;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been seen of one layer in its streams. */
final class LayerTally {

  /** Commands whose retried copies are still recognised. */
  private static final int REMEMBERED_COMMANDS = 10_000;

  private final Set<String> recent = Collections.newSetFromMap(new Recent());
  private final Set<String> forced = Collections.newSetFromMap(new Recent());
  private final Set<String> open = new HashSet<>();
  private SeedState[] states = new SeedState[0];
  private double accuracy = Double.NaN;
  private long reports;
  private long commands;
  private long applied;
  private long rejected;
  private long acknowledgements;
  private long transitions;
  private long forcedTransitions;
  private @Nullable LedgerReport ledger;

  void report(LayerHealthReport report) {
    reports++;
    accuracy = report.layerMetrics().getOrDefault(MetricNames.ACCURACY, accuracy);
    SeedColumns seeds = report.seeds();
    ensureSeeds(report.totalSeeds());
    for (int row = 0; row < seeds.rows(); row++) {
      if (seeds.seedIds()[row] < states.length) {
        states[seeds.seedIds()[row]] = seeds.state(row);
      }
    }
  }

  /** Returns whether this is the first copy of the command. */
  boolean command(Command command) {
    if (command instanceof LifecycleTransitionCommand transition && transition.force()) {
      forced.add(command.commandId());
    }
    boolean first = recent.add(command.commandId());
    if (first) {
      commands++;
      open.add(command.commandId());
    }
    return first;
  }

  void acknowledgement(CommandResult result) {
    acknowledgements++;
    open.remove(result.commandId());
    if (result.outcome() == Outcome.APPLIED) {
      applied++;
      if (forced.contains(result.commandId())) {
        forcedTransitions += result.seeds().size();
      }
    }
    if (!result.outcome().isApplied()) {
      rejected++;
    }
    for (SeedOutcome seed : result.seeds()) {
      ensureSeeds(seed.seedId() + 1);
      states[seed.seedId()] = seed.state();
    }
  }

  void transition() {
    transitions++;
  }

  void ledger(LedgerReport report) {
    ledger = report;
  }

  /** How many seeds are in each state; a state without seeds is missing. */
  Map<SeedState, Integer> states() {
    Map<SeedState, Integer> counts = new EnumMap<>(SeedState.class);
    for (SeedState state : states) {
      counts.merge(state, 1, Integer::sum);
    }
    return counts;
  }

  int seeds() {
    return states.length;
  }

  double accuracy() {
    return accuracy;
  }

  long reports() {
    return reports;
  }

  long commands() {
    return commands;
  }

  long applied() {
    return applied;
  }

  long rejected() {
    return rejected;
  }

  long acknowledgements() {
    return acknowledgements;
  }

  long transitions() {
    return transitions;
  }

  long forcedTransitions() {
    return forcedTransitions;
  }

  int inFlight() {
    return open.size();
  }

  @Nullable LedgerReport ledger() {
    return ledger;
  }

  private void ensureSeeds(int count) {
    if (count <= states.length) {
      return;
    }
    SeedState[] grown = new SeedState[count];
    Arrays.fill(grown, SeedState.DORMANT);
    System.arraycopy(states, 0, grown, 0, states.length);
    states = grown;
  }

  /** Forgets the oldest, so that a demo can run for days. */
  private static final class Recent extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED_COMMANDS;
    }
  }
}
