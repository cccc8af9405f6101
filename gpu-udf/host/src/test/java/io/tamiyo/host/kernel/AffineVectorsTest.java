package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.host.blueprint.Blueprint;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AffineVectorsTest {

  @Test
  void identityKeepsEveryBitOfAFloat() {
    AffineVectors identity = AffineVectors.identity(1);
    float[] values = {0f, -0f, 1f, -1.5f, Float.MIN_VALUE, -Float.MAX_VALUE, 1e-40f};

    for (float x : values) {
      float y = x * identity.scales()[0] + identity.shifts()[0];
      assertThat(Float.floatToRawIntBits(y)).isEqualTo(Float.floatToRawIntBits(x));
    }
    assertThat(Float.NaN * identity.scales()[0] + identity.shifts()[0]).isNaN();
    assertThat(Float.NEGATIVE_INFINITY * identity.scales()[0] + identity.shifts()[0])
        .isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @RandomSeeds
  void equalsAPlainReferenceOverRandomStates(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int round = 0; round < 200; round++) {
      int features = random.nextInt(1, 60);
      ChunkLayout layout = new ChunkLayout(features, random.nextInt(1, features + 1));
      List<SeedBlend> blends = RandomBlends.draw(layout, random);
      AffineVectors compiled = AffineVectors.compile(layout, blends);
      for (int feature = 0; feature < features; feature++) {
        double x = random.nextDouble(-10, 10);
        double y = compiled.scales()[feature] * x + compiled.shifts()[feature];
        assertThat(y)
            .as("feature %d of %s", feature, layout)
            .isCloseTo(RandomBlends.reference(layout, blends, feature, x), within(1e-5));
      }
    }
  }

  @Test
  void isTheIdentityWhileEverySeedPassesThroughOrIsAtAlphaZero() {
    ChunkLayout layout = new ChunkLayout(5, 2);
    SeedBlend atZero =
        new SeedBlend.Graft(BlendStrategy.LINEAR, 0, Blueprint.of(new float[2], new float[2]));

    AffineVectors compiled = AffineVectors.compile(layout, List.of(SeedBlend.PASS_THROUGH, atZero));

    assertThat(compiled.isIdentity()).isTrue();
    assertThat(compiled.scales()).containsOnly(1f);
    for (float shift : compiled.shifts()) {
      assertThat(Float.floatToRawIntBits(shift)).isEqualTo(Float.floatToRawIntBits(-0f));
    }
  }

  @Test
  void multiplicationAddsNothingNotEvenAPositiveZero() {
    ChunkLayout layout = new ChunkLayout(1, 1);
    SeedBlend graft = new SeedBlend.Graft(BlendStrategy.MULTIPLICATIVE, 1, Blueprint.identity(1));

    float shift = AffineVectors.compile(layout, List.of(graft)).shifts()[0];

    assertThat(Float.floatToRawIntBits(shift)).isEqualTo(Float.floatToRawIntBits(-0f));
  }

  @Test
  void refusesBlendsThatDoNotFitTheLayout() {
    ChunkLayout layout = new ChunkLayout(4, 2);
    SeedBlend wide = new SeedBlend.Graft(BlendStrategy.LINEAR, 1, Blueprint.identity(3));

    assertThatThrownBy(() -> AffineVectors.compile(layout, List.of(wide)))
        .hasMessage("1 blends for 2 seeds");
    assertThatThrownBy(() -> AffineVectors.compile(layout, List.of(SeedBlend.PASS_THROUGH, wide)))
        .hasMessage("the blueprint of seed 1 covers 3 features, its chunk has 2");
    assertThatThrownBy(
            () -> new SeedBlend.Graft(BlendStrategy.LINEAR, Double.NaN, Blueprint.identity(1)))
        .hasMessage("alpha is NaN, not in 0..1");
  }

  @Test
  void blamesTheFirstFeatureThatCouldLeaveTheRangeOfAFloat() {
    ChunkLayout layout = new ChunkLayout(3, 3);
    SeedBlend huge =
        new SeedBlend.Graft(
            BlendStrategy.MULTIPLICATIVE, 1, Blueprint.of(new float[] {1e30f}, new float[1]));
    AffineVectors vectors = AffineVectors.compile(layout, Collections.nCopies(3, huge));
    assertThat(vectors.firstOverflow(ScalarReference.sums(new float[] {Float.NaN, 1f, 1e9f}, 1, 3)))
        .hasValue(2);
    assertThat(vectors.firstOverflow(ScalarReference.sums(new float[] {Float.NaN, 1f, 1e7f}, 1, 3)))
        .isEmpty();
    assertThat(
            AffineVectors.identity(3)
                .firstOverflow(
                    ScalarReference.sums(
                        new float[] {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE}, 1, 3)))
        .isEmpty();
  }
}
