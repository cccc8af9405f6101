package io.tamiyo.host.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlueprintTest {

  private final Blueprint blueprint = Blueprint.of(new float[] {1f, 2f}, new float[] {0.5f, -0.5f});

  @Test
  void hasAnIdThatFollowsFromItsWeights() {
    Blueprint same = Blueprint.of(blueprint.scales(), blueprint.shifts());

    assertThat(same).isEqualTo(blueprint).hasSameHashCodeAs(blueprint);
    assertThat(same.id()).isEqualTo(blueprint.id()).isEqualTo("bp-de18de661983f8bd");
  }

  @Test
  void isAnotherOneIfABitDiffers() {
    Blueprint zero = Blueprint.of(new float[] {0f}, new float[] {0f});
    Blueprint negativeZero = Blueprint.of(new float[] {0f}, new float[] {-0f});

    assertThat(zero).isNotEqualTo(negativeZero).isNotEqualTo("bp");
    assertThat(zero.id()).isNotEqualTo(negativeZero.id());
    assertThat(zero).isNotEqualTo(Blueprint.of(new float[] {1f}, new float[] {0f}));
  }

  @Test
  void cannotBeChangedFromOutside() {
    float[] scale = {1f};
    Blueprint copied = Blueprint.of(scale, new float[1]);

    scale[0] = 9f;
    copied.scales()[0] = 9f;
    copied.shifts()[0] = 9f;

    assertThat(copied).isEqualTo(Blueprint.identity(1));
    assertThat(copied.toString()).startsWith("Blueprint[bp-").endsWith("features=1]");
  }

  @Test
  void refusesWeightsThatAreNotFiniteOrDoNotMatch() {
    assertThatThrownBy(() -> Blueprint.of(new float[] {1, Float.NaN}, new float[2]))
        .hasMessage("scale of feature 1 is NaN, not finite");
    assertThatThrownBy(() -> Blueprint.of(new float[1], new float[] {Float.POSITIVE_INFINITY}))
        .hasMessage("shift of feature 0 is Infinity, not finite");
    assertThatThrownBy(() -> Blueprint.of(new float[1], new float[2]))
        .hasMessageContaining("got 1 and 2");
    assertThatThrownBy(() -> Blueprint.of(new float[0], new float[0]))
        .hasMessageContaining("one at least");
  }

  @Test
  void startsRandomlyFarFromTheIdentityAndTheSameForOneSeed() {
    Blueprint random = Blueprint.random(4, new SplittableRandom(7));

    assertThat(random).isEqualTo(Blueprint.random(4, new SplittableRandom(7)));
    assertThat(random).isNotEqualTo(Blueprint.random(4, new SplittableRandom(8)));
    for (float scale : random.scales()) {
      assertThat(scale).isBetween(-0.1f, 0.1f);
    }
  }
}
