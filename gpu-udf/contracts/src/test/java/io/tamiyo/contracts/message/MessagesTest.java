package io.tamiyo.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.fixtures.RequestBuilder;
import io.tamiyo.contracts.lifecycle.SeedState;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final Header HEADER = Fixtures.header("m-1", Fixtures.seconds(1));

  @RandomSeeds
  void holdNoCollectionThatCanBeChanged(long seed) throws Exception {
    for (Message message : new RandomMessages(seed).oneOfEach()) {
      for (RecordComponent component : message.getClass().getRecordComponents()) {
        Object value = component.getAccessor().invoke(message);
        if (value instanceof Map<?, ?> map) {
          assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        }
        if (value instanceof Collection<?> collection) {
          assertThatThrownBy(collection::clear).isInstanceOf(UnsupportedOperationException.class);
        }
      }
    }
  }

  @Test
  void copyWhatTheyAreGivenWithItsOrderAndItsNulls() {
    Map<String, Object> inner = new HashMap<>();
    inner.put("nothing", null);
    List<Object> array = new ArrayList<>(List.of(inner));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("z", array);
    metadata.put("a", 1);
    Header header = HEADER.withMetadata(metadata);
    metadata.clear();
    array.clear();
    inner.clear();
    assertThat(header.metadata().keySet()).containsExactly("z", "a");
    assertThat(header.metadata()).hasToString("{z=[{nothing=null}], a=1}");
    assertThatThrownBy(() -> ((List<?>) header.metadata().values().iterator().next()).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void keepStatesInTheOrderOfTheirCodes() {
    TransitionRequest request =
        Fixtures.request("a", SeedState.DORMANT)
            .from(SeedState.ROLLED_BACK, SeedState.CULLED, SeedState.CANCELLED)
            .build();
    assertThat(request.fromStates())
        .containsExactly(SeedState.CULLED, SeedState.CANCELLED, SeedState.ROLLED_BACK);
  }

  @Test
  void boundWhatPeopleAskForSinceItIsKept() {
    RequestBuilder request = Fixtures.request("a", SeedState.DORMANT);
    assertThat(request.seeds(7, 3, 7, 3).build().seedIds()).containsExactly(7, 3);
    assertThatThrownBy(() -> request.seeds(TransitionRequest.MAX_SEEDS).build())
        .hasMessageContaining("seed_id");
    assertThatThrownBy(() -> requestWithReason("x".repeat(TransitionRequest.MAX_REASON + 1)))
        .hasMessageContaining("reason");
    assertThat(requestWithReason("x".repeat(TransitionRequest.MAX_REASON)).reason()).isNotEmpty();
  }

  private static TransitionRequest requestWithReason(String reason) {
    return new TransitionRequest(
        HEADER, "a", SeedState.DORMANT, Set.of(), List.of(), null, 1, false, reason);
  }

  @Test
  void refuseHeadersWithoutIdOrTime() {
    assertThatThrownBy(() -> Header.of("m", Double.NaN, "s")).hasMessageContaining("timestamp");
    assertThat(HEADER.answering("other").correlationId()).isEqualTo("other");
  }

  @Test
  void refuseNumbersThatCannotBe() {
    assertThatThrownBy(() -> Fixtures.emergencyStop("a").of(-1, 0).build())
        .hasMessageContaining("seed_id");
    assertThatThrownBy(() -> Fixtures.blueprint("a", -1, "7").build())
        .hasMessageContaining("seed_id");
    assertThatThrownBy(() -> Fixtures.request("a", SeedState.DORMANT).batchSize(0).build())
        .hasMessageContaining("batch_size");
    assertThatThrownBy(() -> Fixtures.request("a", SeedState.DORMANT).seeds(-4).build())
        .hasMessageContaining("seed_id");
    assertThatThrownBy(
            () -> Fixtures.request("a", SeedState.DORMANT).minPerformance(Double.NaN).build())
        .hasMessageContaining("min_performance");
    assertThatThrownBy(() -> new TelemetryBatch(HEADER, List.of(), null, -1))
        .hasMessageContaining("batch_size");
    assertThatThrownBy(() -> new TelemetryWindow(0, Double.NaN)).hasMessageContaining("window");
    assertThatThrownBy(() -> Fixtures.report("a b").build()).hasMessageContaining("layer_id");
    assertThatThrownBy(
            () -> Fixtures.transitioned("a", -1, SeedState.DORMANT, SeedState.DORMANT).build())
        .hasMessageContaining("seed_id");
  }

  @Test
  void tellWhichIncarnationSendsThemAgain() {
    for (Message message : new RandomMessages(5).oneOfEach()) {
      if (message instanceof Command command) {
        Command again = command.withJobEpoch(77);
        assertThat(again.fence().jobEpoch()).isEqualTo(77);
        assertThat(again.fence().targets()).isEqualTo(command.fence().targets());
        assertThat(again.withJobEpoch(command.fence().jobEpoch())).isEqualTo(command);
        assertThat(again.commandId()).isEqualTo(command.header().messageId());
        assertThat(again.priority()).isEqualTo(command.priority());
        assertThat(again.cause()).isEqualTo(command.cause());
      }
      if (message instanceof Plan plan) {
        assertThat(plan.withJobEpoch(77).jobEpoch()).isEqualTo(77);
      }
    }
  }

  @Test
  void takeTheMetadataOfAnAcknowledgementForThatOfItsHeader() {
    CommandResult result =
        new CommandResult(
            HEADER.withMetadata(Map.of("a", 1)),
            true,
            0,
            null,
            null,
            Map.of(),
            "a",
            "c",
            1,
            Outcome.APPLIED,
            List.of());
    assertThat(result.metadata()).containsEntry("a", 1);
    assertThat(Outcome.DUPLICATE.isApplied()).isTrue();
    assertThat(Outcome.STALE_EPOCH.isApplied()).isFalse();
  }

  @Test
  void balanceALedger() {
    assertThat(new LedgerReport(HEADER, "a", 10, 4, 3, 1, 0, 2).isBalanced()).isTrue();
    assertThat(new LedgerReport(HEADER, "a", 11, 4, 3, 1, 0, 2).isBalanced()).isFalse();
  }

  @Test
  void compareColumnsByContent() {
    SeedColumns one = Fixtures.report("a").seeds(2).metric("loss", 0.5).build().seeds();
    SeedColumns same = Fixtures.report("a").seeds(2).metric("loss", 0.5).build().seeds();
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one.metrics().get(0)).hasSameHashCodeAs(same.metrics().get(0));
    assertThat(one).isNotEqualTo(SeedColumns.EMPTY).hasToString(same.toString());
    assertThat(one.metrics().get(0)).isNotEqualTo(MetricColumn.of("loss", 0.5, 0.25));
    assertThat(one.metricsOf(0).measured("accuracy")).isEmpty();
  }

  @Test
  void refuseColumnsOfDifferentLengths() {
    assertThatThrownBy(() -> new MetricColumn("loss", new double[2], new boolean[1]))
        .hasMessageContaining("loss");
    assertThatThrownBy(
            () -> new SeedColumns(1, new int[1], new byte[2], new long[1], new int[1], List.of()))
        .hasMessageContaining("states");
    assertThatThrownBy(
            () -> new SeedColumns(1, new int[2], new byte[2], new long[2], new int[2], List.of()))
        .hasMessageContaining("ascend");
    assertThatThrownBy(
            () ->
                new SeedColumns(1, new int[1], new byte[] {11}, new long[1], new int[1], List.of()))
        .hasMessageContaining("state");
    assertThat(EnumSet.allOf(SeedState.class)).hasSize(11);
  }

  @Test
  void sayNothingOfALayerWhenTheyAreAboutNone() {
    assertThat(new TelemetryBatch(HEADER, List.of(), null, 0).layerId()).isNull();
  }
}
