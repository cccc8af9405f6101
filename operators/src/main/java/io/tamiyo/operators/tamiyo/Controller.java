package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.message.TransitionRequest;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a delivery into the view of its layer and says what Tamiyo would send then. It depends on
 * nothing but its arguments.
 */
public final class Controller {

  static final String OPERATOR = "tamiyo";

  private static final String SOURCE = "tamiyo/policy";

  private final StreamNames names;
  private final Policy policy;

  /**
   * @param names the installation, by which inbound streams are told from control logs
   * @param policy what Tamiyo does of itself
   */
  public Controller(StreamNames names, Policy policy) {
    this.names = names;
    this.policy = policy;
  }

  /** Takes a delivery into {@code control}, and proposes. */
  public Proposal react(LayerControl control, Delivery delivery) {
    boolean inbound = names.layerOfControl(delivery.entry().stream()).isEmpty();
    if (inbound) {
      control.advance(delivery.time());
    }
    Alerts alerts = new Alerts(delivery, SOURCE);
    boolean news = false;
    Delivery taken = delivery;
    for (Message message : delivery.messages()) {
      try {
        news |=
            inbound ? take(control, delivery, message, alerts) : read(control, delivery, message);
      } catch (RuntimeException failure) {
        taken = passedOver(control, taken, message, failure);
        news = true;
      }
    }
    PolicyOptions options = delivery.config().policy();
    announceSight(control, options, alerts);
    if (!news && (!inbound || control.isQuiet())) {
      return proposal(control, taken, List.of(), RequestRound.NONE, alerts);
    }
    RequestRound asked = new Requests(control, options).advance(alerts);
    List<Command> commands = propose(control, delivery, asked.plans());
    control.setQuiet(commands.isEmpty() && control.requests().open().isEmpty());
    return proposal(control, taken, commands, asked, alerts);
  }

  /**
   * What a host says of how its seeds are can be left out: the view begins anew with the next
   * report, which tells of all of them, and nothing is decided before. Requests, acknowledgements
   * and what stands in the control log can't: who asked or was asked would wait for ever.
   */
  private static Delivery passedOver(
      LayerControl control, Delivery delivery, Message message, RuntimeException failure) {
    boolean tellsHowSeedsAre =
        message instanceof LayerHealthReport
            || message instanceof StateTransitionEvent
            || message instanceof Heartbeat;
    if (!tellsHowSeedsAre) {
      throw failure;
    }
    control.forgetView();
    return delivery.without(new Failure(OPERATOR, message, failure));
  }

  /** Takes what hosts and people say; returns whether it may change a decision. */
  private static boolean take(
      LayerControl control, Delivery delivery, Message message, Alerts alerts) {
    LayerView view = control.view();
    if (message instanceof LayerHealthReport report) {
      view.take(report, delivery.time(), delivery.late());
      return true;
    }
    if (message instanceof CommandResult result) {
      view.take(result);
      return true;
    }
    if (message instanceof StateTransitionEvent event) {
      view.take(event);
      return true;
    }
    if (message instanceof Heartbeat heartbeat) {
      return view.take(heartbeat);
    }
    if (message instanceof ServiceAnnouncement) {
      return view.announced();
    }
    return message instanceof TransitionRequest request
        && takeRequest(control, delivery, request, alerts);
  }

  private static boolean takeRequest(
      LayerControl control, Delivery delivery, TransitionRequest request, Alerts alerts) {
    String cause = delivery.entry().entryId();
    RequestBook.Taken taken = control.requests().take(request, cause, control.since(delivery));
    if (taken == RequestBook.Taken.FULL) {
      alerts.answer(
          request.header().messageId(),
          "request_refused",
          RequestBook.BOUND,
          RequestBook.BOUND + " requests of the layer are open",
          "ask again when some are done");
    }
    return taken == RequestBook.Taken.NEW;
  }

  /** Takes what stands in the control log; returns whether it may change a decision. */
  private static boolean read(LayerControl control, Delivery delivery, Message message) {
    if (message instanceof Plan plan) {
      String cause = delivery.entry().entryId();
      return control.requests().take(plan, cause, control.since(delivery)) == RequestBook.Taken.NEW;
    }
    return message instanceof EpochStarted;
  }

  /** Says once that nothing more is decided, and why. */
  private static void announceSight(LayerControl control, PolicyOptions options, Alerts alerts) {
    Sight found = control.view().sight(control.now(), options.staleAfterMs());
    if (found == control.sight()) {
      return;
    }
    long age = control.now() - control.view().reportedAt();
    if (found == Sight.STALE) {
      alerts.add(
          Severity.WARNING,
          "telemetry_stale",
          (double) age,
          "the last report is " + age + " ms old; nothing is decided",
          "see whether the host and its network are up");
    }
    if (found == Sight.GONE) {
      alerts.add(
          Severity.INFO,
          "host_gone",
          (double) age,
          "the host has said goodbye; nothing is decided",
          "start the host again, or leave the layer be");
    }
    control.see(found);
  }

  private List<Command> propose(LayerControl control, Delivery delivery, List<Plan> plans) {
    PolicyOptions options = delivery.config().policy();
    List<Rule> rules = new ArrayList<>();
    if (!plans.isEmpty()) {
      rules.add(new PlanRule(plans));
    }
    if (options.enabled()) {
      rules.addAll(policy.rules());
    }
    LayerConfig config = delivery.config();
    rules.removeIf(rule -> !rule.feature().map(config::has).orElse(true));
    Occasion occasion =
        new Occasion(delivery.layer(), control.now(), delivery.entry().entryId(), limit(delivery));
    return new Policy(rules).propose(control.view(), options, occasion);
  }

  /**
   * Of the first proposals at most as many as are in flight are on their way already, so twice that
   * number keeps the layer busy, and the rest need not be written out at each acknowledgement.
   */
  private static int limit(Delivery delivery) {
    return 2 * Math.min(delivery.config().tracking().maxInFlight(), Integer.MAX_VALUE / 2);
  }

  private static Proposal proposal(
      LayerControl control,
      Delivery delivery,
      List<Command> commands,
      RequestRound asked,
      Alerts alerts) {
    return new Proposal(
        delivery, control.now(), commands, asked.selected(), alerts.all(), asked.done());
  }
}
