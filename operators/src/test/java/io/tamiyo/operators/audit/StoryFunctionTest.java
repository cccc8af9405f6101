package io.tamiyo.operators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.tamiyo.Alerts;
import io.tamiyo.operators.tamiyo.Deliveries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class StoryFunctionTest {

  private static final String LAYER = "encoder.0";
  private static final LifecycleTransitionCommand COMMAND =
      Fixtures.transition(LAYER, SeedState.GERMINATED).of(1, 0).id("command-1").build();

  private final Deliveries layer = Deliveries.of(LAYER);

  private List<Delivery> aStory() {
    Message change =
        Fixtures.transitioned(LAYER, 1, SeedState.DORMANT, SeedState.GERMINATED)
            .triggeredBy("command-1")
            .build();
    return List.of(
        layer.inbound(
            1_000, Fixtures.request(LAYER, SeedState.GERMINATED).seeds(1).id("request-1").build()),
        layer.inbound(1_001, Fixtures.report(LAYER).seeds(2).build()),
        layer.control(1_005, COMMAND),
        layer.inbound(1_009, Fixtures.acknowledgement(COMMAND, Outcome.APPLIED).build(), change),
        layer.tick(200_000));
  }

  private static List<AuditRecord> told(List<Delivery> deliveries, boolean interrupted)
      throws Exception {
    List<AuditRecord> told = new ArrayList<>();
    OperatorSubtaskState state = null;
    StoryHarness harness = new StoryHarness(AuditOptions.DEFAULTS, true, null);
    for (Delivery delivery : deliveries) {
      if (interrupted) {
        state = harness.snapshot();
        harness.close();
        harness = new StoryHarness(AuditOptions.DEFAULTS, true, state);
      }
      told.addAll(harness.send(delivery));
    }
    harness.close();
    return told;
  }

  @Test
  void tellsEachStepAndTheTimesOfAWholeStory() throws Exception {
    List<AuditRecord> told = told(aStory(), false);

    assertThat(told)
        .extracting(AuditRecord::kind)
        .containsExactly("request", "command", "acknowledgement", "transition", "story");
    assertThat(told).extracting(record -> record.header().messageId()).doesNotHaveDuplicates();
    AuditRecord story = told.get(4);
    assertThat(story.about()).isEqualTo("command-1");
    assertThat(story.outcome()).isEqualTo("APPLIED");
    assertThat(story.layerId()).isEqualTo(LAYER);
    assertThat(story.header().metadata())
        .containsEntry("command_to_acknowledgement_ms", 4)
        .containsEntry("acknowledgement_to_transition_ms", 0)
        .containsEntry("stream", "kasmina.inbound.encoder.0");
    assertThat(told.get(2).outcome()).isEqualTo("APPLIED");
    assertThat(told.get(0).subject()).isEqualTo("seed 1 to GERMINATED: test");
    assertThat(told.get(0).header().timestamp()).isEqualTo(1.0);
  }

  @Test
  void tellsTheSameWhereverTheJobWasInterrupted() throws Exception {
    List<Delivery> deliveries = aStory();

    assertThat(told(deliveries, true)).isEqualTo(told(deliveries, false));
  }

  @Test
  void alertsOnceOfWhatStaysOpenWithAnIdThatDoesNotDependOnWhenItWasNoticed() throws Exception {
    List<PerformanceAlert> first = alertsOfAnOpenCommand(100_000);
    List<PerformanceAlert> later = alertsOfAnOpenCommand(300_000);

    assertThat(first).hasSize(1).isEqualTo(later);
    assertThat(first.get(0).metricName()).isEqualTo("story_open");
    assertThat(first.get(0).details())
        .containsEntry("detail", "command-1 waits for its acknowledgement")
        .containsEntry("waits_for", "acknowledgement");
    assertThat(first.get(0).header().correlationId()).isEqualTo("command-1");
    assertThat(first.get(0).header().timestamp()).isEqualTo(91.0);
  }

  private static List<PerformanceAlert> alertsOfAnOpenCommand(long tick) throws Exception {
    Deliveries layer = Deliveries.of(LAYER);
    try (StoryHarness harness = new StoryHarness(AuditOptions.DEFAULTS, false, null)) {
      assertThat(harness.send(layer.control(1_000, COMMAND))).isEmpty();
      harness.send(layer.tick(50_000));
      assertThat(harness.alerts()).isEmpty();
      harness.send(layer.tick(tick));
      harness.send(layer.tick(tick + 1));
      return harness.alerts();
    }
  }

  @Test
  void reportsNothingWhereItIsNotAskedToAndForgetsItAllTheSame() throws Exception {
    AuditOptions never = new AuditOptions(true, Duration.ZERO, 10, Duration.ofDays(1), 1);
    try (StoryHarness harness = new StoryHarness(never, true, null)) {
      harness.send(layer.control(1_000, COMMAND));
      harness.send(layer.tick(10_000_000));

      assertThat(harness.alerts()).isEmpty();
      assertThat(
              harness.send(
                  layer.inbound(
                      10_000_001, Fixtures.acknowledgement(COMMAND, Outcome.REJECTED).build())))
          .extracting(AuditRecord::kind)
          .containsExactly("acknowledgement");
    }
  }

  @Test
  void doesNotWaitForARequestThatIsRefused() throws Exception {
    try (StoryHarness harness = new StoryHarness(AuditOptions.DEFAULTS, true, null)) {
      Delivery asked =
          layer.inbound(
              1_000, Fixtures.request(LAYER, SeedState.GERMINATED).id("request-1").build());
      Alerts alerts = new Alerts(asked, "test");
      alerts.answer("request-1", "request_refused", 0, "no", "ask otherwise");
      harness.send(asked, alerts.all().get(0));
      harness.send(layer.tick(1_000_000));

      assertThat(harness.alerts()).isEmpty();
    }
  }

  @Test
  void doesNotWaitForARequestOfWhichNothingIsLeftToDo() throws Exception {
    try (StoryHarness harness = new StoryHarness(AuditOptions.DEFAULTS, true, null)) {
      harness.end(
          layer.inbound(
              1_000, Fixtures.request(LAYER, SeedState.GERMINATED).id("request-1").build()),
          "request-1");
      harness.send(layer.tick(1_000_000));

      assertThat(harness.alerts()).isEmpty();
    }
  }

  @Test
  void keepsNothingOfALayerThatHasGone() throws Exception {
    try (StoryHarness harness = new StoryHarness(AuditOptions.DEFAULTS, true, null)) {
      harness.send(layer.control(1_000, COMMAND));
      assertThat(harness.stateEntries()).isOne();
      harness.send(layer.farewell(2_000));

      assertThat(harness.stateEntries()).isZero();
    }
  }
}
