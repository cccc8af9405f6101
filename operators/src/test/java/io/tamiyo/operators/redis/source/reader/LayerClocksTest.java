package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.source.reader.LayerClocks.Due;
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
  void followsALayerThatMovesAndForgetsOneThatLeaves() {
    clocks.know(Map.of("a", "s"), Set.of("s", "t"), 0);
    clocks.know(Map.of("a", "t"), Set.of("s", "t"), 50);
    assertThat(clocks.due(120)).isEmpty();
    assertThat(clocks.due(150)).containsExactly(new Due("a", "t"));

    clocks.know(Map.of(), Set.of("s", "t"), 200);
    assertThat(clocks.due(10_000)).isEmpty();
  }
}
