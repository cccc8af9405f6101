package io.tamiyo.operators.redis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.enumerator.RetentionPlan.Cut;
import io.tamiyo.operators.redis.source.enumerator.RetentionPlan.Usage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {
  private static final RetentionOptions MINUTE =
      new RetentionOptions(Duration.ofMinutes(1), 0.5, 1_000, 1.5, Duration.ofSeconds(1));
  private static final long NOW = 100_000;

  private static StreamId id(long ms) {
    return new StreamId(ms, 0);
  }

  private static Usage usage(long bytes, long first, long last, long read) {
    return new Usage("s", bytes, id(first), id(last), id(read));
  }

  private static List<Cut> decide(long bound, Usage... streams) {
    return RetentionPlan.decide(List.of(streams), NOW, bound, MINUTE);
  }

  @Test
  void cutsOffWhatIsTooOld() {
    assertThat(decide(1_000, usage(10, 20_000, 90_000, 90_000)))
        .containsExactly(new Cut("s", id(40_000), false));
    assertThat(decide(1_000, usage(10, 50_000, 90_000, 90_000))).isEmpty();
  }

  @Test
  void neverCutsForAgeWhatWasNotRead() {
    assertThat(decide(1_000, usage(10, 20_000, 90_000, 30_000)))
        .containsExactly(new Cut("s", id(30_000), false));
    assertThat(decide(1_000, usage(10, 20_000, 90_000, 0))).isEmpty();
  }

  @Test
  void takesFromEachStreamItsShareOfWhatIsTooMuch() {
    List<Cut> cuts =
        RetentionPlan.decide(
            List.of(
                new Usage("a", 600, id(50_001), id(60_000), id(60_000)),
                new Usage("b", 200, id(90_001), id(91_000), id(91_000))),
            NOW,
            600,
            MINUTE);

    assertThat(cuts)
        .containsExactly(new Cut("a", id(52_501), false), new Cut("b", id(90_251), false));
  }

  @Test
  void keepsWhatWasNotReadUntilMemoryForcesIt() {
    Usage unread = usage(1_200, 50_001, 60_000, 51_000);
    assertThat(decide(1_000, unread)).containsExactly(new Cut("s", id(51_000), false));
    assertThat(decide(600, unread)).containsExactly(new Cut("s", id(55_001), true));
  }

  @Test
  void doesNotCallACutForcedThatTakesOnlyWhatWasRead() {
    assertThat(decide(600, usage(1_200, 50_001, 60_000, 59_000)))
        .containsExactly(new Cut("s", id(55_001), false));
  }

  @Test
  void forcesNothingForAgeAlone() {
    Usage old = new Usage("old", 10, id(1_000), id(2_000), id(0));
    Usage large = new Usage("large", 2_000, id(90_001), id(91_000), id(91_000));

    assertThat(RetentionPlan.decide(List.of(old, large), NOW, 1_900, MINUTE))
        .noneMatch(Cut::forced);
  }

  @Test
  void bringsAnySetOfReadStreamsNearTheirBoundWithinAFewRounds() {
    double bytes = 10_000;
    long first = 40_001;
    for (int round = 0; round < 3; round++) {
      List<Cut> cuts = decide(4_000, usage((long) bytes, first, 100_000, 100_000));
      if (!cuts.isEmpty()) {
        long keepFrom = cuts.get(0).keepFrom().ms();
        bytes *= (100_001.0 - keepFrom) / (100_001 - first);
        first = keepFrom;
      }
    }
    assertThat(bytes).isLessThanOrEqualTo(4_000);
  }

  @Test
  void cutsAStreamThatIsNotReadByItsAgeAndItsBytesWhicheverIsMore() {
    Usage stream = usage(1_200, 20_001, 60_000, 0);
    StreamBound roomy = new StreamBound("s", Duration.ofMinutes(1), 2_000);
    assertThat(RetentionPlan.decide(stream, NOW, roomy)).contains(new Cut("s", id(40_000), false));
    StreamBound tight = new StreamBound("s", Duration.ofMinutes(1), 300);
    assertThat(RetentionPlan.decide(stream, NOW, tight)).contains(new Cut("s", id(50_001), false));
    StreamBound ample = new StreamBound("s", Duration.ofMinutes(2), 2_000);
    assertThat(RetentionPlan.decide(stream, NOW, ample)).isEmpty();
  }

  @Test
  void takesAShareOfMaxmemoryWhereThereIsOne() {
    assertThat(MINUTE.bound(0)).isEqualTo(1_000);
    assertThat(MINUTE.bound(600)).isEqualTo(300);
    assertThat(RetentionOptions.DEFAULT)
        .isEqualTo(
            new RetentionOptions(
                Duration.ofMinutes(10), 0.5, 96L * 1024 * 1024, 1.5, Duration.ofSeconds(1)));
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    Duration one = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionOptions(Duration.ZERO, 0.5, 1, 1, one));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionOptions(one, 1.5, 1, 1, one));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionOptions(one, Double.NaN, 1, 1, one));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionOptions(one, 0.5, 0, 1, one));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionOptions(one, 0.5, 1, 0.5, one));
    assertThatIllegalArgumentException().isThrownBy(() -> new StreamBound("s", Duration.ZERO, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new StreamBound("s", one, 0));
  }
}
