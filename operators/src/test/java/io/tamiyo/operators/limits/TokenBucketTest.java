package io.tamiyo.operators.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final RateLimit TEN = new RateLimit(10, 5);

  @Test
  void letsABurstPassAndThenWhatItsRateAllows() {
    TokenBucket bucket = TokenBucket.full(TEN, 1_000);
    for (int i = 0; i < 5; i++) {
      assertThat(bucket.has(1, TEN)).isTrue();
      bucket = bucket.without(1);
    }
    assertThat(bucket.has(1, TEN)).isFalse();
    assertThat(bucket.passesAt(1, TEN)).isEqualTo(1_100);
    assertThat(bucket.at(1_099, TEN).has(1, TEN)).isFalse();
    assertThat(bucket.at(1_100, TEN).has(1, TEN)).isTrue();
    assertThat(bucket.at(1_499, TEN).isFull(TEN)).isFalse();
    assertThat(bucket.at(1_500, TEN).isFull(TEN)).isTrue();
    assertThat(bucket.at(Long.MAX_VALUE, TEN)).isEqualTo(TokenBucket.full(TEN, Long.MAX_VALUE));
  }

  @Test
  void addsNothingForATimeBeforeItsOwn() {
    TokenBucket empty = TokenBucket.full(TEN, 1_000).without(5);
    assertThat(empty.at(400, TEN)).isEqualTo(empty);
    assertThat(empty.at(400, TEN).at(1_000, TEN)).isEqualTo(empty);
  }

  @Test
  void letsAnEntryLargerThanItPassWhenItIsFullAndWaitsUntilThatIsPaid() {
    TokenBucket full = TokenBucket.full(TEN, 0);
    assertThat(full.has(25, TEN)).isTrue();
    TokenBucket indebted = full.without(25);
    assertThat(indebted.passesAt(1, TEN)).isEqualTo(2_100);
    assertThat(indebted.at(2_099, TEN).has(1, TEN)).isFalse();
    assertThat(indebted.at(2_100, TEN).has(1, TEN)).isTrue();
    assertThat(full.without(1).has(25, TEN)).isFalse();
    assertThat(full.without(1).passesAt(25, TEN)).isEqualTo(100);
  }

  @Test
  void keepsNoMoreThanASmallerSizeAllows() {
    RateLimit smaller = new RateLimit(10, 2);
    assertThat(TokenBucket.full(TEN, 0).at(0, smaller)).isEqualTo(TokenBucket.full(smaller, 0));
  }

  @Test
  void refusesARateOrABurstThatCannotBe() {
    for (double rate : new double[] {-1, Double.NaN, 1e7}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(rate, 1));
    }
    for (long burst : new long[] {0, 1_000_001}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, burst));
    }
    assertThat(RateLimit.NONE.isLimited()).isFalse();
  }

  /** Against a bucket that is filled millisecond by millisecond. */
  @RandomSeeds
  void decidesAsABucketThatIsFilledStepByStep(long seed) {
    Random random = new Random(seed);
    RateLimit limit =
        new RateLimit((1 + random.nextInt(5_000_000)) / 1_000.0, 1 + random.nextInt(50));
    long size = limit.burst() * 1_000_000;
    long perMs = Math.round(limit.perSecond() * 1_000);
    long model = size;
    long now = random.nextInt(1_000);
    TokenBucket bucket = TokenBucket.full(limit, now);
    for (int entry = 0; entry < 1_000; entry++) {
      int pause = random.nextInt(10) == 0 ? random.nextInt(500) : random.nextInt(3);
      for (int ms = 0; ms < pause; ms++) {
        model = Math.min(size, model + perMs);
      }
      now += pause;
      int messages = random.nextInt(20) == 0 ? 1 + random.nextInt(100) : 1 + random.nextInt(3);
      boolean expected = model >= Math.min(size, messages * 1_000_000L);
      bucket = bucket.at(now, limit);
      assertThat(bucket.has(messages, limit))
          .as("entry %d of %s", entry, limit)
          .isEqualTo(expected);
      assertThat(bucket.passesAt(messages, limit) <= now).isEqualTo(expected);
      if (expected) {
        model -= messages * 1_000_000L;
        bucket = bucket.without(messages);
      }
    }
  }

  /** Whatever comes when: no span of time lets more pass than a burst and what its rate allows. */
  @RandomSeeds
  void letsNoMorePassInAnySpanThanItsBurstAndItsRate(long seed) {
    Random random = new Random(seed);
    RateLimit limit = new RateLimit(1 + random.nextInt(1_000), 1 + random.nextInt(50));
    TokenBucket bucket = TokenBucket.full(limit, 0);
    List<Long> passed = new ArrayList<>();
    long now = 0;
    for (int entry = 0; entry < 500; entry++) {
      now += random.nextInt(20);
      bucket = bucket.at(now, limit);
      if (bucket.has(1, limit)) {
        bucket = bucket.without(1);
        passed.add(now);
      }
    }
    double mostBeyond = 0;
    for (int from = 0; from < passed.size(); from++) {
      for (int to = from; to < passed.size(); to++) {
        double span = (passed.get(to) - passed.get(from)) / 1_000.0;
        double beyond = to - from + 1 - limit.burst() - limit.perSecond() * span;
        mostBeyond = Math.max(mostBeyond, beyond);
      }
    }
    assertThat(mostBeyond).isLessThan(1e-6);
  }
}
