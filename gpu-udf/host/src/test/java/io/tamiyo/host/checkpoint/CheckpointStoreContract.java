package io.tamiyo.host.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.host.store.StoreFailure;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints does. */
abstract class CheckpointStoreContract {

  static final int MOST = 3;

  abstract CheckpointStore store();

  @RandomSeeds
  void givesBackWhatItWasGivenBitForBit(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    Map<String, LayerCheckpoint> layers = layers(random);
    CheckpointStore store = store();
    store.put("cp-1", layers);
    store.put("cp-2", layers(random));

    assertThat(store.get("cp-1")).isEqualTo(layers);
    assertThat(store.get("cp-2")).isNotEqualTo(layers);
  }

  @Test
  void keepsTheLastOnes() {
    CheckpointStore store = store();
    assertThat(store.ids()).isEmpty();
    for (int number = 1; number <= 5; number++) {
      store.put("cp-" + number, layers(new SplittableRandom(number)));
    }
    assertThat(store.ids()).containsExactly("cp-3", "cp-4", "cp-5");
    assertThat(store.get("cp-3")).isEqualTo(layers(new SplittableRandom(3)));
  }

  @Test
  void saysWhatIsThereWhenItHasNoSuchCheckpoint() {
    CheckpointStore store = store();
    store.put("cp-1", layers(new SplittableRandom(1)));

    assertThatThrownBy(() -> store.get("cp-9"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("cp-9; there are [cp-1]");
  }

  static Map<String, LayerCheckpoint> layers(SplittableRandom random) {
    return Map.of(
        "a",
        TestingCheckpoints.random("a", random),
        "b.c",
        TestingCheckpoints.random("b.c", random));
  }
}
