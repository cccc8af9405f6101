package io.tamiyo.host.grafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.GraftingStrategy;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlphaRulesTest {

  private static final AlphaRules RULES = AlphaRules.over(4);

  @Test
  void graftsAtOnceOrInAStraightLine() {
    AlphaRule immediate = RULES.of(GraftingStrategy.IMMEDIATE);
    AlphaRule gradual = RULES.of(GraftingStrategy.GRADUAL);

    assertThat(immediate.begin()).isEqualTo(AlphaState.FULL);
    assertThat(gradual.begin()).isEqualTo(AlphaState.ZERO);
    assertThat(gradual.next(gradual.begin(), Observation.NOTHING).alpha()).isEqualTo(0.25);
    assertThat(gradual.after(3).alpha()).isEqualTo(0.75);
    assertThat(gradual.after(4).isFull()).isTrue();
    assertThat(gradual.after(Integer.MAX_VALUE).isFull()).isTrue();
  }

  @Test
  void endsALineAfterAsManyEpochsAsItHas() {
    for (int epochs = 1; epochs < 200; epochs++) {
      LinearRamp ramp = new LinearRamp(epochs);
      assertThat(ramp.after(epochs - 1).isFull()).isFalse();
      assertThat(ramp.after(epochs).isFull()).isTrue();
    }
  }

  @Test
  void waitsWhileTheWeightsDrift() {
    AlphaRule conditional = RULES.of(GraftingStrategy.CONDITIONAL);
    AlphaState quarter = conditional.next(conditional.begin(), drift(0.05));

    assertThat(quarter.alpha()).isEqualTo(0.25);
    assertThat(conditional.next(quarter, drift(0.0501))).isEqualTo(quarter);
    assertThat(conditional.next(quarter, drift(Double.NaN))).isEqualTo(quarter);
    assertThat(conditional.next(quarter, Observation.NOTHING).alpha()).isEqualTo(0.5);
  }

  @Test
  void gathersMomentumFromWhatTheGraftGainsAndNeverGoesBack() {
    MomentumRamp adaptive = new MomentumRamp(new LinearRamp(10), 0.5, 10);

    // v = 10·0.05 = 0.5: alpha 1.5/10.
    AlphaState first = adaptive.next(adaptive.begin(), delta(0.05));
    assertThat(first.velocity()).isCloseTo(0.5, within(1e-12));
    assertThat(first.alpha()).isCloseTo(0.15, within(1e-12));
    // v = 0.25 + 1: alpha 0.15 + 2.25/10.
    AlphaState second = adaptive.next(first, delta(0.1));
    assertThat(second.alpha()).isCloseTo(0.375, within(1e-12));
    // A loss adds nothing: v = 0.625, alpha 0.375 + 1.625/10.
    AlphaState third = adaptive.next(second, delta(-1));
    assertThat(third.alpha()).isCloseTo(0.5375, within(1e-12));
    assertThat(adaptive.next(third, Observation.NOTHING).velocity())
        .isCloseTo(0.3125, within(1e-12));
  }

  @Test
  void goesBackToTheLastStableAlphaAfterThreeUnstableChecks() {
    AlphaRule safe = RULES.of(GraftingStrategy.SAFE);
    AlphaState quarter = safe.next(safe.begin(), stability(0.8));
    assertThat(quarter).isEqualTo(new AlphaState(0.25, 0, 0, 0));
    AlphaState half = safe.next(quarter, stability(0.9));
    assertThat(half).isEqualTo(new AlphaState(0.5, 0, 0.25, 0));

    AlphaState once = safe.next(half, stability(0.79));
    AlphaState twice = safe.next(once, stability(0));
    AlphaState unknown = safe.next(twice, Observation.NOTHING);
    AlphaState thrice = safe.next(unknown, stability(Double.NaN));

    assertThat(once).isEqualTo(new AlphaState(0.5, 0, 0.25, 1));
    assertThat(unknown).isEqualTo(new AlphaState(0.5, 0, 0.25, 2));
    assertThat(thrice).isEqualTo(new AlphaState(0.25, 0, 0.25, 0));
    assertThat(safe.next(twice, stability(1))).isEqualTo(new AlphaState(0.75, 0, 0.5, 0));
  }

  @Test
  void asksForThePerformanceOfAGraftOnlyWhereItGoesByIt() {
    for (GraftingStrategy strategy : GraftingStrategy.values()) {
      assertThat(RULES.of(strategy).watchesPerformance())
          .isEqualTo(strategy == GraftingStrategy.ADAPTIVE);
    }
  }

  @ParameterizedTest
  @EnumSource(GraftingStrategy.class)
  void reachesOneAndStaysThereWhenAllIsWell(GraftingStrategy strategy) {
    AlphaRule rule = RULES.of(strategy);
    Observation well = observation(0, 0.1, 1);
    AlphaState state = rule.begin();
    for (int epoch = 0; epoch < 4; epoch++) {
      state = rule.next(state, well);
    }

    assertThat(state.isFull()).isTrue();
    assertThat(rule.next(state, well).isFull()).isTrue();
  }

  @RandomSeeds
  void keepsItsPromisesWhateverIsSeen(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int graft = 0; graft < 200; graft++) {
      AlphaRules rules = AlphaRules.over(random.nextInt(1, 30));
      for (GraftingStrategy strategy : GraftingStrategy.values()) {
        keepsItsPromises(strategy, rules.of(strategy), random);
      }
    }
  }

  private static void keepsItsPromises(
      GraftingStrategy strategy, AlphaRule rule, SplittableRandom random) {
    AlphaState state = rule.begin();
    Set<Double> stable = new HashSet<>(Set.of(0.0));
    for (int epoch = 0; epoch < 100; epoch++) {
      Observation seen = random(random);
      AlphaState next = rule.next(state, seen);
      assertThat(next.alpha()).isBetween(0.0, 1.0);
      assertThat(rule.next(state, seen)).isEqualTo(next);
      if (seen.stability().orElse(Double.NaN) >= 0.8) {
        stable.add(state.alpha());
      }
      if (next.alpha() < state.alpha()) {
        assertThat(strategy).isEqualTo(GraftingStrategy.SAFE);
        assertThat(stable).contains(next.alpha());
      }
      if (strategy == GraftingStrategy.CONDITIONAL && seen.drift().orElse(0) > 0.05) {
        assertThat(next).isEqualTo(state);
      }
      state = next;
    }
  }

  @Test
  void measuresDriftFromTheMovingAverageAsComputedByHand() {
    WeightDrift drift = new WeightDrift();
    assertThat(drift.observe(new float[] {3, 4})).isEmpty();
    // Off by (0, 1) from an average of size 5, which moves to (3, 4.1).
    assertThat(drift.observe(new float[] {3, 5}).orElseThrow()).isCloseTo(0.2, within(1e-9));
    assertThat(drift.observe(new float[] {3, 4.1f}).orElseThrow()).isCloseTo(0, within(1e-6));
    assertThat(drift.observe(new float[] {0})).isEmpty();
    assertThat(drift.observe(new float[] {1})).isEmpty();
  }

  @Test
  void refusesWhatMakesNoRule() {
    assertThatThrownBy(() -> AlphaRules.over(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new AlphaRules(1, 0, 0.9, 1, 0.8)).hasMessageContaining("drift");
    assertThatThrownBy(() -> new AlphaRules(1, 1, 1, 1, 0.8)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> new AlphaRules(1, 1, 0, Double.NaN, 0.8)).hasMessageContaining("gain");
    assertThatThrownBy(() -> new AlphaRules(1, 1, 0, 1, 2)).hasMessageContaining("stability");
    assertThatThrownBy(() -> new AlphaState(1.1, 0, 0, 0)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new AlphaState(0, 0, -1, 0)).hasMessageContaining("stableAlpha");
    assertThatThrownBy(() -> new AlphaState(0, -1, 0, 0)).hasMessageContaining("velocity");
    assertThatThrownBy(() -> new AlphaState(0, 0, 0, -1)).hasMessageContaining("unstableChecks");
  }

  private static Observation random(SplittableRandom random) {
    return new Observation(
        sometimes(random, random.nextDouble(0, 0.1)),
        sometimes(random, random.nextDouble(-1, 1)),
        sometimes(random, random.nextDouble(0.6, 1)));
  }

  private static OptionalDouble sometimes(SplittableRandom random, double value) {
    return switch (random.nextInt(10)) {
      case 0 -> OptionalDouble.empty();
      case 1 -> OptionalDouble.of(Double.NaN);
      default -> OptionalDouble.of(value);
    };
  }

  private static Observation drift(double drift) {
    return new Observation(
        OptionalDouble.of(drift), OptionalDouble.empty(), OptionalDouble.empty());
  }

  private static Observation delta(double delta) {
    return new Observation(
        OptionalDouble.empty(), OptionalDouble.of(delta), OptionalDouble.empty());
  }

  private static Observation stability(double stability) {
    return new Observation(
        OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(stability));
  }

  private static Observation observation(double drift, double delta, double stability) {
    return new Observation(
        OptionalDouble.of(drift), OptionalDouble.of(delta), OptionalDouble.of(stability));
  }
}
