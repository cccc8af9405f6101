package io.tamiyo.operators.correlation;

/**
 * A request on its way to its first command.
 *
 * @param id of the request, or with a plan that came first, the one that the plan is for
 * @param askedAt when it was asked, milliseconds since 1970; negative until it is read
 * @param heardAt when the last was heard of it
 * @param entryId where that stands
 * @param planned whether seeds were selected
 * @param answered whether a command has come of it; it is known further on for those that follow
 */
public record AwaitedRequest(
    String id, long askedAt, long heardAt, String entryId, boolean planned, boolean answered) {

  /** What it waits for. */
  StepKind waitsFor() {
    return planned ? StepKind.COMMAND : StepKind.PLAN;
  }
}
