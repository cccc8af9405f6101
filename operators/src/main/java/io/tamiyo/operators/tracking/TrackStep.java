package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Origin;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.SideRecordId;
import io.tamiyo.operators.tamiyo.Alerts;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The reaction to one delivery as it comes about. */
final class TrackStep {

  private static final String SOURCE = "tamiyo/track";
  private static final double MS_PER_SECOND = 1e3;

  private final StreamNames names;
  private final ControlEntries entries;
  private final LayerTracking layer;
  private final Proposal proposal;
  private final Delivery delivery;
  private final Emission emission;
  private final Alerts alerts;
  private final List<Outbound> outbound = new ArrayList<>();
  private final List<Reaction.Answer> answers = new ArrayList<>();
  private boolean silent;
  private int sent;
  private int retried;
  private int givenUp;

  TrackStep(
      StreamNames names,
      ControlEntries entries,
      LayerTracking layer,
      Proposal proposal,
      Emission emission) {
    this.names = names;
    this.entries = entries;
    this.layer = layer;
    this.proposal = proposal;
    this.delivery = proposal.delivery();
    this.emission = emission;
    this.alerts = new Alerts(delivery, SOURCE);
  }

  void read() throws IOException {
    boolean control = names.layerOfControl(delivery.entry().stream()).isPresent();
    for (Message message : delivery.messages()) {
      if (control) {
        readControl(message);
      } else if (message instanceof CommandResult result) {
        layer
            .commands()
            .acknowledge(result, emission)
            .ifPresent(copy -> answers.add(answer(result, copy)));
      }
      silent |= message instanceof Tick;
    }
    if (Origin.of(delivery.entry(), delivery.header(), names).isCounted()) {
      LedgerCount counted = layer.ledger().plus(delivery.messages().size());
      layer.setLedger(counted.plusFailed(delivery.failures().size()));
    }
  }

  private void readControl(Message message) throws IOException {
    if (message instanceof EpochStarted marker) {
      layer.commands().read(marker, emission);
    }
    if (message instanceof Command command) {
      String entryId = delivery.entry().entryId();
      layer.commands().read(command, entryId, delivery.time(), emission, entries);
    }
  }

  private Reaction.Answer answer(CommandResult result, PendingCopy copy) {
    return new Reaction.Answer(result.outcome(), proposal.now() - copy.decidedAt());
  }

  void tellOnce(Standing standing) throws IOException {
    if (layer.told() == standing) {
      return;
    }
    layer.tell(standing);
    String detail =
        emission instanceof Emission.Off off
            ? off.reason()
            : "job epoch %d of \"%s\" leads; this job has %d"
                .formatted(
                    layer.commands().greatestEpoch(),
                    layer.commands().greatestHolder(),
                    emission.epoch());
    alerts.add(
        Severity.CRITICAL,
        "emission_off",
        (double) emission.epoch(),
        "nothing is sent to the layer: " + detail,
        "end one of the two jobs; to let this one lead, restart it with takeover");
    writeAlerts();
  }

  void send(Standing standing) throws IOException {
    layer.tell(standing);
    if (delivery.isLast()) {
      takeLeave();
    } else if (delivery.configured()) {
      if (standing == Standing.WAITING) {
        announce();
      } else {
        sendCommands();
      }
    }
    for (Message alert : proposal.alerts()) {
      append(names.alerts(), entries.write(alert));
    }
    writeAlerts();
    reportLedger();
  }

  private void takeLeave() {
    alerts.add(
        Severity.INFO,
        "layer_forgotten",
        layer.commands().inFlight(),
        "there was no sign of life of its host for long; "
            + layer.commands().inFlight()
            + " commands of it are no longer followed",
        "nothing; if its host starts again, the layer is known anew");
  }

  /** Sends the marker, and again when it does not appear, for instance in a deleted log. */
  private void announce() throws IOException {
    long now = Math.max(proposal.now(), delivery.time());
    long patience = delivery.config().tracking().retryAfterMs();
    if (layer.announcedEpoch() == emission.epoch() && now - layer.announcedAt() < patience) {
      return;
    }
    if (emission instanceof Emission.On own) {
      layer.announce(own.epoch(), now);
      String id = "epoch-" + own.epoch() + "-" + delivery.layer();
      EpochStarted marker =
          new EpochStarted(header(id), delivery.layer(), own.epoch(), own.holder());
      append(names.control(delivery.layer()), entries.write(marker));
    }
  }

  private void sendCommands() throws IOException {
    TrackingOptions options = delivery.config().tracking();
    String log = names.control(delivery.layer());
    Retries retries = layer.commands().retry(emission, options, proposal.now(), entries);
    retries.again().forEach(fields -> append(log, fields));
    retried = retries.again().size();
    givenUp = retries.givenUp().size();
    for (PendingCopy copy : retries.givenUp()) {
      alerts.add(
          Severity.WARNING,
          "command_given_up",
          options.maxAttempts(),
          "command " + copy.commandId() + " was not acknowledged by the host",
          "see whether the host reads its control log");
    }
    for (Plan plan : proposal.plans()) {
      if (layer.plan(plan.requestId())) {
        append(log, entries.write(plan.withJobEpoch(emission.epoch())));
      }
    }
    List<Map<String, byte[]>> admitted =
        layer.commands().admit(proposal.commands(), emission, options, proposal.now(), entries);
    admitted.forEach(fields -> append(log, fields));
    sent = admitted.size();
  }

  private void writeAlerts() throws IOException {
    for (Message alert : alerts.all()) {
      append(names.alerts(), entries.write(alert));
    }
  }

  private void reportLedger() throws IOException {
    LedgerTerms terms = layer.ledger().terms(delivery.terms());
    if (!layer.ledger().isDue(terms, proposal.now(), silent)) {
      return;
    }
    String id = SideRecordId.of(delivery.entry().stream(), delivery.entry().entryId(), "ledger", 0);
    LedgerReport report =
        new LedgerReport(
            header(id),
            delivery.layer(),
            terms.in(),
            layer.out(),
            terms.deadLetters(),
            terms.duplicates(),
            terms.expired(),
            terms.held());
    layer.setLedger(layer.ledger().reported(terms, proposal.now()));
    append(names.ledger(), entries.write(report));
  }

  private Header header(String id) {
    return Header.of(id, delivery.time() / MS_PER_SECOND, SOURCE);
  }

  private void append(String stream, Map<String, byte[]> fields) {
    outbound.add(new Outbound(stream, fields));
  }

  Reaction reaction(Standing standing) {
    return new Reaction(
        outbound, standing, sent, retried, givenUp, answers, layer.commands().inFlight());
  }
}
