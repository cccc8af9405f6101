package io.tamiyo.operators.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerObjectsTest {

  private final TestingKeyedState state = new TestingKeyedState();

  private LayerObjects<StringBuilder, String> keeping(int maxLayers) {
    return new LayerObjects<>(state, state, maxLayers, StringBuilder::new, StringBuilder::toString);
  }

  private StringBuilder get(LayerObjects<StringBuilder, String> objects, String layer)
      throws IOException {
    state.setCurrentKey(layer);
    return objects.get(layer, () -> new StringBuilder("new"));
  }

  private void append(LayerObjects<StringBuilder, String> objects, String layer, String text)
      throws IOException {
    get(objects, layer).append(text);
    objects.changed();
  }

  @Test
  void givesTheSameObjectUntilItIsForgotten() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(8);
    StringBuilder first = get(objects, "a");
    assertThat(get(objects, "b")).isNotSameAs(first);
    assertThat(get(objects, "a")).isSameAs(first);
    objects.forget("a");
    assertThat(get(objects, "a")).isNotSameAs(first);
  }

  @Test
  void writesWhatHasChangedAndNothingTwice() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(8);
    append(objects, "a", " one");
    get(objects, "b");
    objects.write();
    assertThat(state.values()).isEqualTo(Map.of("a", "new one"));
    state.takeWritten();
    objects.write();
    assertThat(state.takeWritten()).isEmpty();
    append(objects, "a", " two");
    objects.write();
    assertThat(state.values()).isEqualTo(Map.of("a", "new one two"));
  }

  @Test
  void writesWhatIsGoingToChange() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(8);
    state.setCurrentKey("a");
    objects.changing("a", StringBuilder::new).append("one");
    get(objects, "b");
    objects.write();
    assertThat(state.values()).isEqualTo(Map.of("a", "one"));
  }

  @Test
  void knowsOfNoChangeBeforeAnyObjectWasGot() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(8);
    objects.changed();
    objects.write();
    append(objects, "a", " one");
    objects.forget("a");
    objects.changed();
    objects.write();
    assertThat(state.values()).isEmpty();
  }

  @Test
  void goesOnFromWhatIsKept() throws Exception {
    append(keeping(8), "a", " lost");
    LayerObjects<StringBuilder, String> objects = keeping(8);
    append(objects, "a", " kept");
    objects.write();
    assertThat(get(keeping(8), "a")).hasToString("new kept");
  }

  @Test
  void forgetsWhatIsKeptToo() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(8);
    append(objects, "a", " one");
    objects.write();
    get(objects, "a");
    objects.forget("a");
    assertThat(state.values()).isEmpty();
    objects.write();
    assertThat(state.values()).isEmpty();
  }

  @Test
  void makesRoomByThoseThatWereUsedLongestAgoAndWritesThemUnderTheirOwnKeys() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(32);
    for (int i = 0; i < 32; i++) {
      append(objects, "layer-" + i, " " + i);
    }
    StringBuilder oldest = get(objects, "layer-0");
    StringBuilder next = get(objects, "layer-32");
    assertThat(next).hasToString("new");
    assertThat(state.getCurrentKey()).as("of whom it was asked for").isEqualTo("layer-32");
    assertThat(state.takeWritten()).containsExactly("layer-1", "layer-2", "layer-3");
    assertThat(state.values()).containsEntry("layer-2", "new 2");
    assertThat(get(objects, "layer-0")).isSameAs(oldest);
    assertThat(get(objects, "layer-2")).hasToString("new 2");
  }

  @Test
  void makesRoomWithoutWritingWhatHasNotChanged() throws Exception {
    LayerObjects<StringBuilder, String> objects = keeping(1);
    StringBuilder first = get(objects, "a");
    get(objects, "b");
    assertThat(state.takeWritten()).isEmpty();
    assertThat(get(objects, "a")).isNotSameAs(first);
  }

  /** Against a map: many layers, little room, checkpoints and restarts. */
  @RandomSeeds
  void knowsWhateverHasHappened(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, String> model = new HashMap<>();
    int room = 1 + random.nextInt(40);
    LayerObjects<StringBuilder, String> objects = keeping(room);
    for (int i = 0; i < 2_000; i++) {
      String layer = "layer-" + random.nextInt(60);
      int what = random.nextInt(20);
      if (what == 0) {
        state.setCurrentKey(layer);
        objects.forget(layer);
        model.remove(layer);
      } else if (what == 1) {
        objects.write();
        assertThat(state.values()).isEqualTo(model);
        objects = random.nextBoolean() ? keeping(room) : objects;
      } else if (what < 8) {
        append(objects, layer, String.valueOf(i));
        model.merge(layer, "new" + i, (known, fresh) -> known + fresh.substring("new".length()));
      } else {
        assertThat(get(objects, layer)).hasToString(model.getOrDefault(layer, "new"));
      }
    }
  }
}
