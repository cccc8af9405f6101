package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * From a view of a layer to the commands that Tamiyo would send: a pure function, so that the same
 * input gives the same commands with the same ids in every incarnation. Nothing is decided on a
 * seed that is unknown, that was last reported too long ago, or whose host is gone.
 *
 * @param rules in order of precedence; a seed gets the decision of the first that wants it
 */
public record Policy(List<Rule> rules) {

  /** Stops before it advances, and advances before it wakes. */
  public static final Policy STANDARD =
      new Policy(List.of(new StopRule(), new AdvanceRule(), new WakeRule()));

  public Policy {
    rules = List.copyOf(rules);
  }

  /** The commands for a layer, most urgent first, at most as many as occasion and options allow. */
  public List<Command> propose(LayerView view, PolicyOptions options, Occasion occasion) {
    if (view.sight(occasion.now(), options.staleAfterMs()) != Sight.CLEAR) {
      return List.of();
    }
    Round round = new Round(Math.min(occasion.limit(), options.maxCommandsPerRound()));
    for (Rule rule : rules) {
      rule.decide(view, options, occasion.now(), round);
    }
    List<Command> commands = new ArrayList<>(round.decisions().size());
    for (Decision decision : round.decisions()) {
      commands.add(TransitionCommands.of(occasion, decision, view.revision(decision.seedId())));
    }
    return commands;
  }
}
