package io.tamiyo.operators.tracking;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.request;
import static io.tamiyo.contracts.fixtures.Fixtures.transitioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.tamiyo.Controller;
import io.tamiyo.operators.tamiyo.Deliveries;
import io.tamiyo.operators.tamiyo.LayerControl;
import io.tamiyo.operators.tamiyo.Policy;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A host has put its seeds back to a checkpoint: they live again, in a later life whose revisions
 * begin at 0, and nothing of the life before counts any more.
 */
class RewoundLayerTest {

  private static final String LAYER = "layer-1";
  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final Emission OWN = new Emission.On(5, "mine");
  private static final long LATER_LIFE = Fixtures.HOST_EPOCH + 1;

  private final Controller controller = new Controller(NAMES, Policy.STANDARD);
  private final Tracker tracker = new Tracker(NAMES, new ControlEntries(new TestingCodec()));
  private final Deliveries deliveries = Deliveries.of(LAYER);
  private final LayerControl control = new LayerControl();
  private final LayerTracking layer = new LayerTracking();

  @BeforeEach
  void lead() throws IOException {
    react(deliveries.tick(0));
    react(
        deliveries.control(
            1, new EpochStarted(Fixtures.header("m", Fixtures.seconds(0)), LAYER, 5, "mine")));
  }

  @Test
  void decidesOnTheSeedsAsTheyAreAgainAndNamesTheirNewRevisions() throws IOException {
    react(
        deliveries.inbound(
            2, report(LAYER).seeds(1).state(0, SeedState.FOSSILIZED).revision(0, 40).build()));
    assertThat(inFlight()).isZero();

    List<LifecycleTransitionCommand> sent = react(deliveries.inbound(3, backToSleep()));

    assertThat(sent)
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.targetState()).isEqualTo(SeedState.GERMINATED);
              assertThat(command.fence().targets())
                  .containsExactly(new SeedTarget(0, new Revision(LATER_LIFE, 0)));
            });
  }

  @Test
  void endsThePendingCommandsOfTheLifeBeforeAndSendsThoseOfTheNewOneOnce() throws IOException {
    LifecycleTransitionCommand stale =
        react(deliveries.inbound(2, report(LAYER).seeds(1).build())).get(0);
    assertThat(inFlight()).isEqualTo(1);
    react(deliveries.inbound(3, announcement()));
    assertThat(react(deliveries.inbound(4, backToSleep()))).as("the seed is busy").isEmpty();

    List<LifecycleTransitionCommand> sent =
        react(
            deliveries.inbound(
                5, acknowledgement(stale.withJobEpoch(5), Outcome.STALE_REVISION).build()));

    assertThat(sent)
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.commandId()).isNotEqualTo(stale.commandId());
              assertThat(command.fence().targets())
                  .containsExactly(new SeedTarget(0, new Revision(LATER_LIFE, 0)));
            });
    assertThat(inFlight()).isEqualTo(1);
    assertThat(react(deliveries.tick(100))).isEmpty();
  }

  @Test
  void hearsNothingOfTheLifeBeforeThatComesLate() throws IOException {
    react(deliveries.inbound(2, report(LAYER).seeds(1).build()));
    react(deliveries.inbound(3, backToSleep()));

    react(
        deliveries.inbound(
            4,
            report(LAYER).seeds(1).state(0, SeedState.TRAINING).revision(0, 2).build(),
            transitioned(LAYER, 0, SeedState.TRAINING, SeedState.GRAFTING).revision(3).build()));

    assertThat(control.view().state(0)).isEqualTo(SeedState.DORMANT);
    assertThat(control.view().revision(0)).isEqualTo(new Revision(LATER_LIFE, 0));
  }

  @Test
  void isDoneWithARequestWhoseSeedsHaveLeftTheLifeInWhichTheyWereSelected() throws IOException {
    react(deliveries.inbound(2, report(LAYER).seeds(1).state(0, SeedState.TRAINING).build()));
    Message request = request(LAYER, SeedState.CULLED).seeds(0).forced().build();
    Proposal asked = controller.react(control, deliveries.inbound(3, request));
    Message plan = asked.plans().get(0);
    assertThat(controller.react(control, deliveries.control(4, plan)).commands()).hasSize(1);

    Proposal later = controller.react(control, deliveries.inbound(5, backToSleep()));

    assertThat(later.commands())
        .singleElement()
        .extracting(command -> ((LifecycleTransitionCommand) command).targetState())
        .isEqualTo(SeedState.GERMINATED);
  }

  private static Message backToSleep() {
    return report(LAYER).seeds(1).hostEpoch(LATER_LIFE).build();
  }

  private static Message announcement() {
    return new ServiceAnnouncement(
        Fixtures.header("announcement", Fixtures.seconds(0)),
        "host",
        "host-1",
        List.of("checkpoint"),
        Map.of(),
        null,
        LAYER);
  }

  /** What the job appends to the layer's control log as commands. */
  private List<LifecycleTransitionCommand> react(Delivery delivery) throws IOException {
    Reaction reaction = tracker.react(layer, controller.react(control, delivery), OWN);
    return reaction.outbound().stream()
        .filter(entry -> reaction.sent() > 0)
        .map(entry -> TestingCodec.only(LifecycleTransitionCommand.class, entry))
        .toList();
  }

  private int inFlight() {
    return layer.commands().inFlight();
  }
}
