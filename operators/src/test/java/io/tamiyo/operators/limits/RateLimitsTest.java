package io.tamiyo.operators.limits;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private static final LimitOptions BOTH =
      new LimitOptions(new RateLimit(10, 2), new RateLimit(20, 3), Excess.PARK, 100);
  private static final LimitOptions OWN =
      new LimitOptions(new RateLimit(10, 2), RateLimit.NONE, Excess.PARK, 100);

  private final RateLimits limits = new RateLimits(3);
  private LimitState state = LimitState.EMPTY;

  private boolean passes(String producer, int messages, long now, LimitOptions options) {
    RateLimits.Verdict verdict = limits.judge(state, producer, messages, now, options);
    state = verdict.state();
    return verdict.passes();
  }

  @Test
  void limitsEachProducerByItselfAndAllTogether() {
    assertThat(passes("a", 2, 0, BOTH)).isTrue();
    assertThat(passes("a", 1, 0, BOTH)).as("of its own").isFalse();
    assertThat(passes("b", 1, 0, BOTH)).isTrue();
    assertThat(passes("b", 1, 0, BOTH)).as("of the layer").isFalse();
    assertThat(passes("b", 1, 50, BOTH)).isTrue();
  }

  @Test
  void takesOfBothBucketsOrOfNone() {
    passes("a", 2, 0, BOTH);
    LimitState before = state;
    assertThat(passes("a", 1, 10, BOTH)).isFalse();
    assertThat(state).isEqualTo(before);
    assertThat(passes("b", 1, 10, BOTH)).as("nothing was taken of the layer").isTrue();
  }

  @Test
  void saysWhenAnEntryMayPass() {
    passes("a", 2, 0, BOTH);
    assertThat(limits.judge(state, "a", 1, 10, BOTH).passesAtMs()).isEqualTo(100);
    assertThat(limits.judge(state, "b", 2, 10, BOTH).passesAtMs()).isEqualTo(50);
    assertThat(limits.judge(state, "b", 1, 10, BOTH).passesAtMs()).isEqualTo(10);
  }

  @Test
  void limitsWhoHasNoNameByTheLimitOfTheLayer() {
    assertThat(limits.judge(state, null, 3, 0, BOTH).passes()).isTrue();
    LimitState after = limits.judge(state, null, 3, 0, BOTH).state();
    assertThat(after.producers()).isEmpty();
    assertThat(limits.judge(after, null, 1, 0, BOTH).passes()).isFalse();
    assertThat(limits.judge(after, null, 99, 0, OWN).passes()).isTrue();
  }

  @Test
  void keepsNothingWhereNothingIsLimited() {
    passes("a", 2, 0, BOTH);
    assertThat(passes("a", 1_000, 0, LimitOptions.DEFAULTS)).isTrue();
    assertThat(state).isEqualTo(LimitState.EMPTY);
  }

  @Test
  void forgetsBucketsThatHaveFilledUpAndBeyondItsBoundTheOldest() {
    passes("a", 1, 0, OWN);
    passes("b", 2, 0, OWN);
    passes("c", 1, 150, OWN);
    assertThat(state.producers()).extracting(ProducerBucket::producer).containsExactly("b", "c");
    for (String producer : new String[] {"d", "e", "f", "g"}) {
      passes(producer, 2, 151, OWN);
    }
    assertThat(state.producers())
        .extracting(ProducerBucket::producer)
        .containsExactly("e", "f", "g");
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimits(0));
  }

  @Test
  void parksWhileThereIsRoom() {
    assertThat(Excess.PARK.parks(95, 5, 100)).isTrue();
    assertThat(Excess.PARK.parks(96, 5, 100)).isFalse();
    assertThat(Excess.DEAD_LETTER.parks(0, 1, 100)).isFalse();
    assertThat(BOTH.isLimited()).isTrue();
    assertThat(LimitOptions.DEFAULTS.isLimited()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LimitOptions(RateLimit.NONE, RateLimit.NONE, Excess.PARK, -1));
  }

  @Test
  void isKeptAsAPojo() {
    assertSerializedAsPojoWithoutKryo(LimitState.class);
    assertSerializedAsPojoWithoutKryo(ProducerBucket.class);
    assertSerializedAsPojoWithoutKryo(TokenBucket.class);
  }

  /** Against one bucket for each, none of which is ever forgotten. */
  @RandomSeeds
  void decidesAsIfEveryBucketWereKept(long seed) {
    Random random = new Random(seed);
    LimitOptions options =
        new LimitOptions(
            new RateLimit(1 + random.nextInt(100), 1 + random.nextInt(10)),
            new RateLimit(1 + random.nextInt(300), 1 + random.nextInt(30)),
            Excess.PARK,
            0);
    RateLimits all = new RateLimits(8);
    Map<String, TokenBucket> model = new HashMap<>();
    LimitState kept = LimitState.EMPTY;
    long now = 0;
    for (int entry = 0; entry < 2_000; entry++) {
      now += random.nextInt(8);
      String producer = "p" + random.nextInt(8);
      int messages = 1 + random.nextInt(3);
      TokenBucket own = bucket(model, producer, options.producer(), now);
      TokenBucket layer = bucket(model, "", options.layer(), now);
      boolean expected =
          own.has(messages, options.producer()) && layer.has(messages, options.layer());
      RateLimits.Verdict verdict = all.judge(kept, producer, messages, now, options);
      assertThat(verdict.passes()).as("entry %d", entry).isEqualTo(expected);
      kept = verdict.state();
      if (expected) {
        model.put(producer, own.without(messages));
        model.put("", layer.without(messages));
      }
    }
  }

  private static TokenBucket bucket(
      Map<String, TokenBucket> model, String name, RateLimit limit, long now) {
    return model.getOrDefault(name, TokenBucket.full(limit, 0)).at(now, limit);
  }
}
