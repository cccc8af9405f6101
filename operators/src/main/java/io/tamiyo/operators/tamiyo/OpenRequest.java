package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.TransitionRequest;
import org.jspecify.annotations.Nullable;

/**
 * How far a person's request has come. The plan may be read before the request, since they stand in
 * different streams.
 *
 * @param requestId message_id of the request
 * @param request what is asked, or null until it is read
 * @param plan what was selected, or null until the first plan is read back
 * @param cause the entry that it came with
 * @param since stream time when it was first heard of, milliseconds
 * @param closed whether nothing is left to do for it; it is remembered so that a copy is known
 */
record OpenRequest(
    String requestId,
    @Nullable TransitionRequest request,
    @Nullable Plan plan,
    String cause,
    long since,
    boolean closed) {

  static OpenRequest of(TransitionRequest request, String cause, long now) {
    return new OpenRequest(request.header().messageId(), request, null, cause, now, false);
  }

  static OpenRequest of(Plan plan, String cause, long now) {
    return new OpenRequest(plan.requestId(), null, plan, cause, now, false);
  }

  OpenRequest with(TransitionRequest asked) {
    return new OpenRequest(requestId, asked, plan, cause, since, closed);
  }

  OpenRequest with(Plan selected) {
    return new OpenRequest(requestId, request, selected, cause, since, closed);
  }

  /** Only the identity is kept. */
  OpenRequest close() {
    return new OpenRequest(requestId, null, null, cause, since, true);
  }
}
