package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker finds what is planted, and nothing else. */
class LoopRulesTest {

  private static final String LAYER = "layer-1";

  private final LayerHistory layer = new LayerHistory();

  private static Command wake(String cause) {
    return Fixtures.transition(LAYER, SeedState.GERMINATED)
        .of(new SeedTarget(0, Fixtures.revision(0)))
        .cause(cause)
        .build();
  }

  private static CommandResult answer(String id, Command command, Outcome outcome) {
    return new CommandResult(
        Fixtures.header(id, Fixtures.seconds(1)),
        outcome.isApplied(),
        0,
        null,
        null,
        Map.of(),
        LAYER,
        command.commandId(),
        command.fence().jobEpoch(),
        outcome,
        List.of());
  }

  private static StateTransitionEvent change(
      SeedState from, SeedState to, long revision, String trigger) {
    return new StateTransitionEvent(
        Fixtures.header("event-" + from + revision, Fixtures.seconds(1)),
        LAYER,
        0,
        from,
        to,
        "",
        Map.of(),
        0,
        trigger,
        true,
        Fixtures.revision(revision));
  }

  private static LedgerReport ledger(long in, long out) {
    return new LedgerReport(
        Fixtures.header("ledger", Fixtures.seconds(1)), LAYER, in, out, 0, 0, 0, 0);
  }

  /** A seed is woken by a command that a report caused. */
  private Command honest() {
    Command command = wake("1-0");
    layer.entry("1-0");
    layer.control("2-0", command);
    layer.inbound(answer("ack-1", command, Outcome.APPLIED));
    layer.inbound(change(SeedState.DORMANT, SeedState.GERMINATED, 1, command.commandId()));
    layer.sent(3);
    layer.ledger(ledger(3, 3));
    return command;
  }

  @Test
  void findsNothingInAnHonestHistory() {
    honest();

    assertThat(LoopRules.violations(layer)).isEmpty();
  }

  @Test
  void takesWhatWasPublishedTwiceByOneIdForOne() {
    Command command = honest();
    layer.inbound(answer("ack-1", command, Outcome.APPLIED));

    assertThat(LoopRules.violations(layer)).isEmpty();
  }

  @Test
  void findsALostMessage() {
    honest();
    layer.sent(1);

    assertThat(LoopRules.violations(layer)).singleElement().asString().startsWith("4 messages");
  }

  @Test
  void findsAMessageThatIsInNoPlace() {
    honest();
    layer.ledger(ledger(3, 2));

    assertThat(LoopRules.violations(layer)).singleElement().asString().contains("not balance");
  }

  @Test
  void findsAMissingLedger() {
    assertThat(LoopRules.violations(layer)).containsExactly("no ledger was reported");
  }

  @Test
  void findsACommandThatWasAppliedTwice() {
    Command command = honest();
    layer.control("3-0", command);
    layer.inbound(answer("ack-2", command, Outcome.APPLIED));

    assertThat(LoopRules.violations(layer)).singleElement().asString().startsWith("applied twice");
  }

  @Test
  void findsALostCommand() {
    honest();
    layer.control("3-0", wake("1-0"));

    assertThat(LoopRules.violations(layer)).singleElement().asString().startsWith("not answered");
  }

  @Test
  void findsAChangeByACommandThatWasRefused() {
    Command command = wake("1-0");
    honest();
    layer.inbound(change(SeedState.GERMINATED, SeedState.TRAINING, 2, command.commandId() + "x"));

    assertThat(LoopRules.violations(layer))
        .singleElement()
        .asString()
        .startsWith("changed by a command that was not applied");
  }

  @Test
  void findsALostRevisionAndAnIllegalEdge() {
    honest();
    layer.inbound(change(SeedState.GERMINATED, SeedState.FOSSILIZED, 3, "host"));

    assertThat(LoopRules.violations(layer))
        .hasSize(2)
        .anyMatch(violation -> violation.startsWith("expected revision 2"))
        .anyMatch(violation -> violation.startsWith("an edge that is none"));
  }

  @Test
  void findsAnEdgeFromAStateThatDidNotHold() {
    honest();
    layer.inbound(change(SeedState.TRAINING, SeedState.GRAFTING, 2, "host"));

    assertThat(LoopRules.violations(layer))
        .singleElement()
        .asString()
        .startsWith("the seed was GERMINATED");
  }

  @Test
  void findsACauseThatDoesNotExist() {
    Command command = honest();
    layer.control("3-0", wake("9-9"));
    layer.inbound(answer("ack-2", command, Outcome.DUPLICATE));

    assertThat(LoopRules.violations(layer))
        .singleElement()
        .asString()
        .startsWith("a cause that does not exist");
  }
}
