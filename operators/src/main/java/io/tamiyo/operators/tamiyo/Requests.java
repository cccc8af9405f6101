package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.TransitionRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the open requests of a layer on: what was asked is selected, what was selected is carried
 * out until every seed has left its revision, what can't be done is answered, and what takes too
 * long is given up with an answer.
 */
final class Requests {

  private static final String SOURCE = "tamiyo";

  /** Stream time after which what is left of a request is given up. */
  private static final long TIMEOUT_MS = 60_000;

  private static final double MS_PER_SECOND = 1e3;

  private final LayerControl control;
  private final Selector selector;

  Requests(LayerControl control, PolicyOptions options) {
    this.control = control;
    this.selector = new Selector(control.view(), options, control.now());
  }

  RequestRound advance(Alerts alerts) {
    List<Plan> plans = new ArrayList<>();
    List<Plan> selected = new ArrayList<>();
    List<String> done = new ArrayList<>();
    for (OpenRequest request : control.requests().open()) {
      Plan plan = request.plan();
      TransitionRequest asked = request.request();
      if (plan != null && left(plan) == 0) {
        control.requests().close(request.requestId());
        done.add(request.requestId());
      } else if (plan != null) {
        carryOut(request, plan, plans, alerts);
      } else if (asked != null) {
        select(request, asked, selected, alerts);
      }
    }
    return new RequestRound(plans, selected, done);
  }

  private long left(Plan plan) {
    return plan.targets().stream()
        .filter(target -> PlanRule.isOutstanding(control.view(), target))
        .count();
  }

  private void carryOut(OpenRequest request, Plan plan, List<Plan> plans, Alerts alerts) {
    if (isExpired(request)) {
      long left = left(plan);
      giveUp(request, left, left + " of " + plan.targets().size() + " seeds did not go", alerts);
      return;
    }
    plans.add(plan);
  }

  private void select(
      OpenRequest request, TransitionRequest asked, List<Plan> selected, Alerts alerts) {
    Selection selection = selector.select(asked);
    if (selection instanceof Selection.Refused refused) {
      control.requests().close(request.requestId());
      alerts.answer(
          request.requestId(),
          "request_refused",
          0,
          refused.why(),
          "ask for what the seeds may do");
      return;
    }
    if (isExpired(request)) {
      String why = selection instanceof Selection.Unknown unknown ? unknown.why() : "";
      giveUp(request, asked.batchSize(), "nothing was carried out; " + why, alerts);
      return;
    }
    if (selection instanceof Selection.Selected found) {
      selected.add(plan(request, asked, found));
    }
  }

  private void giveUp(OpenRequest request, long left, String detail, Alerts alerts) {
    control.requests().close(request.requestId());
    alerts.answer(
        request.requestId(),
        "request_expired",
        (double) left,
        detail + " within " + TIMEOUT_MS + " ms",
        "see the acknowledgements of its commands, and ask again");
  }

  private boolean isExpired(OpenRequest request) {
    return control.now() - request.since() > TIMEOUT_MS;
  }

  private Plan plan(OpenRequest request, TransitionRequest asked, Selection.Selected found) {
    Header header =
        Header.of("plan-" + request.requestId(), control.now() / MS_PER_SECOND, SOURCE)
            .answering(request.requestId());
    return new Plan(
        header,
        asked.layerId(),
        request.requestId(),
        0,
        asked.targetState(),
        found.targets(),
        asked.force(),
        asked.reason());
  }
}
