package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.request;
import static io.tamiyo.operators.tamiyo.Views.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryFailedException;
import io.tamiyo.operators.delivery.InProcessType;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TamiyoFunctionTest {

  private static final List<String> LAYERS = List.of("layer-a", "layer-b", "layer-c", "layer-d");

  @Test
  void makesOneProposalOfEveryDeliveryAndSetsNoTimer() throws Exception {
    Deliveries deliveries = Deliveries.of("layer-a");
    try (KeyedHarness<Delivery, Proposal> subtask = start(1, 0, null, 1)) {
      assertThat(subtask.send(deliveries.tick(1))).hasSize(1);
      List<Proposal> proposals =
          subtask.send(deliveries.inbound(2, report("layer-a").seeds(2).build()));

      assertThat(proposals)
          .singleElement()
          .satisfies(
              proposal -> assertThat(shown(proposal.commands())).containsExactly("0→GERMINATED"));
      assertThat(subtask.timers()).isZero();
      assertThat(subtask.stateEntries()).isEqualTo(1);
    }
  }

  @Test
  void saysOnWhichEntryItFailed() throws Exception {
    try (KeyedHarness<Delivery, Proposal> subtask = start(1, 0, null, 1)) {
      assertThatThrownBy(() -> subtask.send(Deliveries.of("layer-a").nameless(7)))
          .isInstanceOf(EntryFailedException.class)
          .hasMessageContaining("tamiyo failed on entry 7-1 of null, layer layer-a");
    }
  }

  @Test
  void keepsLayersApart() throws Exception {
    try (KeyedHarness<Delivery, Proposal> subtask = start(1, 0, null, 1)) {
      subtask.send(Deliveries.of("layer-a").inbound(1, report("layer-a").seeds(2).build()));

      assertThat(subtask.send(Deliveries.of("layer-b").tick(2)).get(0).commands()).isEmpty();
      assertThat(subtask.stateEntries()).isEqualTo(2);
    }
  }

  @Test
  void goesOnAtAnotherParallelismWithTheSameCommands() throws Exception {
    OperatorSubtaskState saved;
    List<String> before = new ArrayList<>();
    try (KeyedHarness<Delivery, Proposal> all = start(1, 0, null, 1)) {
      for (String layer : LAYERS) {
        all.send(Deliveries.of(layer).inbound(5, report(layer).seeds(6).build()));
        before.addAll(ids(all.send(Deliveries.of(layer).tick(6))));
      }
      saved = all.snapshot();
    }

    List<OperatorSubtaskState> parts = new ArrayList<>();
    List<String> between = new ArrayList<>();
    for (int index = 0; index < 4; index++) {
      try (KeyedHarness<Delivery, Proposal> part = start(4, index, saved, 1)) {
        for (String layer : LAYERS) {
          if (KeyedHarness.indexOf(layer, 4) == index) {
            between.addAll(ids(part.send(Deliveries.of(layer).tick(7))));
          }
        }
        parts.add(part.snapshot());
      }
    }
    OperatorSubtaskState packed =
        AbstractStreamOperatorTestHarness.repackageState(
            parts.toArray(OperatorSubtaskState[]::new));
    List<String> after = new ArrayList<>();
    try (KeyedHarness<Delivery, Proposal> all = start(1, 0, packed, 4)) {
      for (String layer : LAYERS) {
        after.addAll(ids(all.send(Deliveries.of(layer).tick(8))));
      }
    }

    assertThat(before).hasSize(12);
    assertThat(between).containsExactlyInAnyOrderElementsOf(before);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void anOpenRequestOutlivesARestart() throws Exception {
    Deliveries deliveries = Deliveries.of("layer-a");
    OperatorSubtaskState saved;
    Plan plan;
    try (KeyedHarness<Delivery, Proposal> first = start(1, 0, null, 1)) {
      first.send(deliveries.inbound(1, Views.ofTotal(report("layer-a").seeds(3).build(), 6)));
      plan =
          first
              .send(
                  deliveries.inbound(
                      2, request("layer-a", SeedState.GERMINATED).seeds(1, 2).build()))
              .get(0)
              .plans()
              .get(0);
      saved = first.snapshot();
    }

    try (KeyedHarness<Delivery, Proposal> second = start(1, 0, saved, 1)) {
      assertThat(second.send(deliveries.tick(3)).get(0).plans()).hasSize(1);
      assertThat(shown(second.send(deliveries.control(4, plan)).get(0).commands()))
          .containsExactly("1→GERMINATED", "2→GERMINATED");
    }
  }

  private static List<String> ids(List<Proposal> proposals) {
    return proposals.stream()
        .flatMap(proposal -> proposal.commands().stream())
        .map(Command::commandId)
        .toList();
  }

  private static KeyedHarness<Delivery, Proposal> start(
      int parallelism, int index, @Nullable OperatorSubtaskState restored, int before)
      throws Exception {
    return new KeyedHarness<>(
        new TamiyoFunction(StreamNames.unnamed()),
        Delivery::layer,
        InProcessType.of(Proposal.class),
        parallelism,
        index,
        restored,
        before);
  }

  @Test
  void forgetsALayerBehindItsFarewell() throws Exception {
    Deliveries deliveries = Deliveries.of("layer-a");
    try (KeyedHarness<Delivery, Proposal> subtask = start(1, 0, null, 1)) {
      subtask.send(deliveries.inbound(1, report("layer-a").seeds(2).build()));

      assertThat(subtask.send(deliveries.farewell(2))).hasSize(1);
      assertThat(subtask.stateEntries()).isZero();
    }
  }
}
