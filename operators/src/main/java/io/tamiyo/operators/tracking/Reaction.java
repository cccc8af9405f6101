package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.operators.delivery.Outbound;
import java.util.List;

/**
 * What tracking does because of one delivery.
 *
 * @param outbound what is appended, in this order
 * @param standing how the job stands towards the layer
 * @param sent commands that went out for the first time
 * @param retried commands that went out again
 * @param givenUp commands that are waited for no longer
 * @param answers acknowledgements that closed a command
 * @param inFlight commands of the layer that wait for their acknowledgement now
 */
public record Reaction(
    List<Outbound> outbound,
    Standing standing,
    int sent,
    int retried,
    int givenUp,
    List<Answer> answers,
    int inFlight) {

  /**
   * An acknowledgement that closed a command.
   *
   * @param latencyMs stream time from what triggered the command to this answer
   */
  public record Answer(Outcome outcome, long latencyMs) {}

  public Reaction {
    outbound = List.copyOf(outbound);
    answers = List.copyOf(answers);
  }
}
