package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.reader.LayerClocks.Due;
import io.tamiyo.operators.redis.source.reader.LayerClocks.Gone;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerClocksTest {
  private final LayerClocks clocks = new LayerClocks(100);

  @Test
  void ticksForALayerThatWasSilentSinceItBecameKnown() {
    clocks.know(Map.of("a", "s"), Set.of("s"), 0);

    assertThat(clocks.due(99)).isEmpty();
    assertThat(clocks.due(100)).containsExactly(new Due("a", "s"));
  }

  @Test
  void leavesALayerAloneThatWasHeardOf() {
    clocks.know(Map.of("a", "s"), Set.of("s"), 0);
    clocks.seen("a", 60);
    clocks.seen("nobody", 60);

    assertThat(clocks.due(159)).isEmpty();
    assertThat(clocks.due(160)).hasSize(1);
  }

  @Test
  void waitsUntilATickWasReadBackOrMustBeLost() {
    clocks.know(Map.of("a", "s"), Set.of("s"), 0);
    assertThat(clocks.due(100)).hasSize(1);
    assertThat(clocks.due(250)).isEmpty();

    clocks.seen("a", 300);
    assertThat(clocks.due(400)).hasSize(1);
    assertThat(clocks.due(1_399)).isEmpty();
    assertThat(clocks.due(1_400)).hasSize(1);
  }

  @Test
  void caresForTheLayersOfItsOwnStreamsOnly() {
    clocks.know(Map.of("a", "s", "b", "t"), Set.of("s"), 0);

    assertThat(clocks.due(1_000)).containsExactly(new Due("a", "s"));
  }

  @Test
  void countsALayersAbsenceFromItsLastSignOfLifeToTheLastTickInTheTimeOfItsStream() {
    clocks.know(Map.of("a", "s", "b", "t"), Set.of("s", "t"), 0);
    clocks.read("a", at(1_000), true);
    assertThat(clocks.gone(1)).isEmpty();
    clocks.read("a", at(1_499), false);
    clocks.read("nobody", at(9_000), false);
    assertThat(clocks.gone(500)).isEmpty();

    clocks.read("a", at(1_500), false);
    assertThat(clocks.gone(500)).containsExactly(new Gone("a", "s", new StreamId(1_500, 0), 500));

    clocks.read("a", at(1_600), true);
    assertThat(clocks.gone(500)).isEmpty();
    clocks.read("a", at(2_100), false);
    assertThat(clocks.gone(500)).hasSize(1);
    clocks.forget("a");
    assertThat(clocks.gone(500)).isEmpty();
  }

  @Test
  void countsTheAbsenceOfALayerThatNeverSpokeFromItsFirstTick() {
    clocks.know(Map.of("a", "s"), Set.of("s"), 0);
    clocks.read("a", at(1_000), false);
    assertThat(clocks.gone(1)).isEmpty();
    clocks.read("a", at(1_001), false);
    assertThat(clocks.gone(1)).hasSize(1);
  }

  @Test
  void takesAnEntryWithoutALayerForASignOfLifeOfAllLayersOfItsStream() {
    clocks.know(Map.of("a", "s", "b", "s", "c", "t"), Set.of("s", "t"), 0);
    for (String layer : List.of("a", "b", "c")) {
      clocks.read(layer, at(1_000), true);
    }
    clocks.readOfAny(at(1_400));
    for (String layer : List.of("a", "b", "c")) {
      clocks.read(layer, at(1_600), false);
    }
    assertThat(clocks.gone(500)).extracting(Gone::layer).containsExactly("c");
  }

  private static StreamEntry at(long ms) {
    return new StreamEntry("s", ms, 0, Map.of());
  }

  @Test
  void followsALayerThatMovesAndForgetsOneThatLeaves() {
    clocks.know(Map.of("a", "s"), Set.of("s", "t"), 0);
    clocks.know(Map.of("a", "t"), Set.of("s", "t"), 50);
    assertThat(clocks.due(120)).isEmpty();
    assertThat(clocks.due(150)).containsExactly(new Due("a", "t"));

    clocks.know(Map.of(), Set.of("s", "t"), 200);
    assertThat(clocks.due(10_000)).isEmpty();
  }
}
