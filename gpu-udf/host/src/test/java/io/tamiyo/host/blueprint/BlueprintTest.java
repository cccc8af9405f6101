package io.tamiyo.host.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlueprintTest {

  private final Blueprint blueprint = Blueprint.of(new float[] {1f, 2f}, new float[] {0.5f, -0.5f});

  @Test
  void hasAnIdThatFollowsFromItsWeights() {
    Blueprint same = Blueprint.of(BlueprintKind.BOTH, 2, blueprint.weights());

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
    copied.weights()[0] = 9f;

    assertThat(copied).isEqualTo(Blueprint.identity(1));
    assertThat(copied.toString()).startsWith("Blueprint[bp-").endsWith("kind=both, features=1]");
  }

  @Test
  void refusesWeightsThatAreNotFiniteOrDoNotMatch() {
    assertThatThrownBy(() -> Blueprint.of(new float[] {1, Float.NaN}, new float[2]))
        .hasMessage("weight 1 of a blueprint of kind both is NaN, not finite");
    assertThatThrownBy(() -> Blueprint.of(new float[1], new float[] {Float.POSITIVE_INFINITY}))
        .hasMessage("weight 1 of a blueprint of kind both is Infinity, not finite");
    assertThatThrownBy(() -> Blueprint.of(new float[1], new float[2]))
        .hasMessageContaining("got 1 and 2");
    assertThatThrownBy(() -> Blueprint.of(new float[0], new float[0]))
        .hasMessageContaining("one at least");
  }

  @ParameterizedTest
  @EnumSource(BlueprintKind.class)
  void startsRandomlyAndTheSameForOneSeedInEveryKind(BlueprintKind kind) {
    Blueprint random = Blueprint.random(kind, 4, new SplittableRandom(7));

    assertThat(random).isEqualTo(Blueprint.random(kind, 4, new SplittableRandom(7)));
    assertThat(random).isNotEqualTo(Blueprint.random(kind, 4, new SplittableRandom(8)));
    assertThat(random.weights()).hasSize(kind.parameters(4));
    assertThat(kind.bytes(4)).isEqualTo(4L * kind.parameters(4));
    assertThat(BlueprintKind.named(kind.word())).contains(kind);
    assertThat(BlueprintKind.ofCode(kind.code())).contains(kind);
  }

  @Test
  void startsScalesAndGainsFarFromTheIdentity() {
    for (BlueprintKind kind : List.of(BlueprintKind.BOTH, BlueprintKind.SCALE)) {
      Blueprint random = Blueprint.random(kind, 4, new SplittableRandom(7));
      for (int feature = 0; feature < 4; feature++) {
        assertThat(random.scale(feature)).isBetween(-0.1f, 0.1f);
        assertThat(random.shift(feature)).isZero();
      }
    }
    float[] module = Blueprint.random(BlueprintKind.MODULE, 4, new SplittableRandom(7)).weights();
    for (float gain : Arrays.copyOf(module, 4)) {
      assertThat(gain).isNotZero().isBetween(-0.1f, 0.1f);
    }
  }

  @Test
  void hasTheOtherHalfOfTheIdentityWhereItsKindHasOnlyOne() {
    Blueprint scale = Blueprint.of(BlueprintKind.SCALE, 2, new float[] {3, 4});
    Blueprint shift = Blueprint.of(BlueprintKind.SHIFT, 2, new float[] {3, 4});

    assertThat(scale.scale(1)).isEqualTo(4f);
    assertThat(scale.shift(1)).isEqualTo(0f);
    assertThat(shift.scale(1)).isEqualTo(1f);
    assertThat(shift.shift(1)).isEqualTo(4f);
    assertThat(scale).isNotEqualTo(shift);
    assertThat(scale.id()).isNotEqualTo(shift.id());
    Blueprint module = Blueprint.random(BlueprintKind.MODULE, 1, new SplittableRandom(7));
    assertThatThrownBy(() -> module.scale(0)).hasMessageContaining("not affine");
  }

  @Test
  void statesWhatAKindCosts() {
    // Both: 2 scales and 2 shifts. Module: 2 gains, 2·8 + 8 into and 8·2 + 2 out of hidden units.
    assertThat(BlueprintKind.BOTH.parameters(2)).isEqualTo(4);
    assertThat(BlueprintKind.BOTH.operationsPerRow(2)).isEqualTo(4);
    assertThat(BlueprintKind.MODULE.parameters(2)).isEqualTo(44);
    assertThat(BlueprintKind.MODULE.operationsPerRow(2)).isEqualTo(96);
  }

  @Test
  void knowsWhichWeightsAreInUnitsOfTheActivations() {
    assertThat(offsets(BlueprintKind.BOTH)).containsExactly(2, 3);
    assertThat(offsets(BlueprintKind.SCALE)).isEmpty();
    assertThat(offsets(BlueprintKind.SHIFT)).containsExactly(0, 1);
    assertThat(offsets(BlueprintKind.MODULE))
        .containsExactly(18, 19, 20, 21, 22, 23, 24, 25, 42, 43);
  }

  private static List<Integer> offsets(BlueprintKind kind) {
    return IntStream.range(0, kind.parameters(2))
        .filter(parameter -> kind.isOffset(2, parameter))
        .boxed()
        .toList();
  }
}
