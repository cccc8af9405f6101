package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.seeds.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepScheduleTest {

  private final StepSchedule schedule = new StepSchedule();
  private final Map<Integer, Seed> inForce = new TreeMap<>();

  private static ReplicaUpdate update(long number, long atStep, Seed... seeds) {
    return update(1, number, atStep, seeds);
  }

  private static ReplicaUpdate update(long life, long number, long atStep, Seed... seeds) {
    List<ReplicaSeed> changed =
        Stream.of(seeds).map(seed -> ReplicaSeed.of(seed, new byte[0])).toList();
    return new ReplicaUpdate(
        Fixtures.header("update", Duration.ZERO), "layer-1", life, number, atStep, "", changed);
  }

  /** A seed after so many changes. */
  private static Seed seed(int id, int changes) {
    Seed seed = Seed.dormant(id, 1);
    for (int change = 0; change < changes; change++) {
      seed = seed.entering(SeedState.GERMINATED);
    }
    return seed;
  }

  private void add(ReplicaUpdate update) {
    schedule.add(update, ready(update.seeds()));
  }

  private void base(Seed... seeds) {
    schedule.addBase(
        ready(
            Stream.of(seeds)
                .map(seed -> ReplicaSeed.of(seed, new byte[0]))
                .filter(schedule::isNews)
                .toList()));
  }

  private List<StepSchedule.Ready> ready(List<ReplicaSeed> seeds) {
    return seeds.stream()
        .map(seed -> new StepSchedule.Ready(seed, () -> inForce.put(seed.seedId(), seed.seed())))
        .toList();
  }

  private List<Long> due(long step) {
    List<StepSchedule.Due> due = schedule.due(step);
    due.forEach(next -> next.seeds().forEach(seed -> seed.inForce().run()));
    return due.stream()
        .flatMap(next -> Stream.ofNullable(next.update()))
        .map(ReplicaUpdate::number)
        .toList();
  }

  @Test
  void givesEachUpdateOnceWithItsStep() {
    add(update(1, 5, seed(0, 1)));
    add(update(1, 5, seed(0, 1)));
    add(update(2, 6, seed(1, 1)));

    assertThat(due(4)).isEmpty();
    assertThat(schedule.due(5)).singleElement().matches(due -> !due.late());
    add(update(2, 6, seed(1, 1)));
    assertThat(due(6)).containsExactly(2L);
    assertThat(due(100)).isEmpty();
  }

  @Test
  void saysWhatIsLateAndWhatWasAtOnce() {
    add(update(1, 5, seed(0, 1)));
    add(update(2, 0, seed(1, 1)));

    assertThat(schedule.due(9)).extracting(StepSchedule.Due::late).containsExactly(true, false);
  }

  @Test
  void doesNotPutBackASeedThatAStopHasOvertaken() {
    add(update(1, 50, seed(0, 1), seed(1, 1)));
    add(update(2, 0, seed(0, 2)));
    assertThat(due(3)).containsExactly(2L);

    assertThat(due(50)).containsExactly(1L);
    assertThat(inForce).containsOnly(Map.entry(0, seed(0, 2)), Map.entry(1, seed(1, 1)));
  }

  @Test
  void changesASeedTwiceWithinOneUpdate() {
    add(update(1, 5, seed(0, 1), seed(0, 2)));

    assertThat(due(5)).containsExactly(1L);
    assertThat(inForce).containsOnly(Map.entry(0, seed(0, 2)));
  }

  @Test
  void takesFromABaseOnlyWhatItHasMissed() {
    add(update(1, 5, seed(0, 1)));
    assertThat(due(5)).containsExactly(1L);
    add(update(2, 9, seed(1, 2)));
    inForce.clear();

    base(seed(0, 1), seed(1, 2), seed(2, 4));

    assertThat(due(6)).isEmpty();
    assertThat(inForce).as("1 waits for its step").containsOnly(Map.entry(2, seed(2, 4)));
    assertThat(due(9)).containsExactly(2L);
    assertThat(inForce).containsEntry(1, seed(1, 2));
  }

  @Test
  void takesWhatStillWaitsThoughLaterUpdatesHaveComeBefore() {
    add(update(8, 0, seed(0, 2)));
    add(update(7, 20, seed(1, 1)));
    base(seed(0, 2), seed(1, 0));

    assertThat(due(2)).containsExactly(8L);
    assertThat(inForce).containsOnly(Map.entry(0, seed(0, 2)), Map.entry(1, seed(1, 0)));
    assertThat(due(20)).containsExactly(7L);
    assertThat(inForce).containsEntry(1, seed(1, 1));
  }

  @Test
  void beginsWithABaseAndNotWithTheHistoryThatLedToIt() {
    Seed old = seed(0, 2).afterEpoch().afterEpoch();
    add(update(1, 5, seed(0, 1), seed(1, 1)));
    add(update(2, 9, seed(0, 2)));
    add(update(3, 40, seed(1, 2)));
    base(old, seed(1, 1));
    add(update(2, 9, seed(0, 2)));

    assertThat(due(30)).as("each is reported").containsExactly(1L, 2L);
    assertThat(inForce).containsOnly(Map.entry(0, old), Map.entry(1, seed(1, 1)));
    assertThat(due(40)).containsExactly(3L);
    assertThat(inForce).containsEntry(1, seed(1, 2));
  }

  @Test
  void putsChangesThatWereDueBehindTheBaseThatTheyGoOnFrom() {
    List<Seed> order = new ArrayList<>();
    add(update(2, 9, seed(0, 2)));
    base(seed(0, 1));

    schedule.due(30).forEach(next -> next.seeds().forEach(seed -> order.add(seed.seed().seed())));

    assertThat(order).containsExactly(seed(0, 1), seed(0, 2));
  }

  @Test
  void hasAtOnceWhatABaseHoldsThoughItsUpdateNamesAStepOfARunThatWentFurther() {
    add(update(1, 80, seed(0, 1)));
    base(seed(0, 1));

    assertThat(due(50)).isEmpty();
    assertThat(inForce).containsOnly(Map.entry(0, seed(0, 1)));
    assertThat(due(80)).containsExactly(1L);
  }

  @Test
  void beginsWithTheLatestOfSeveralBases() {
    base(seed(0, 1), seed(1, 1));
    base(seed(0, 2), seed(1, 1));

    assertThat(schedule.due(1)).hasSize(1);
    assertThat(schedule.inForce())
        .extracting(ReplicaSeed::seed)
        .containsExactly(seed(0, 2), seed(1, 1));
  }

  @Test
  void beginsToCountAnewWithAnotherLifeAndHearsNothingMoreOfTheOneBefore() {
    add(update(1, 7, 0, seed(0, 3)));
    assertThat(due(1)).containsExactly(7L);
    Seed reborn = Seed.dormant(0, 2);

    add(update(2, 1, 0, reborn));
    add(update(1, 8, 0, seed(0, 4)));

    assertThat(due(2)).containsExactly(1L);
    assertThat(inForce).containsOnly(Map.entry(0, reborn));
  }

  @Test
  void writesASeedAsItIs() {
    Seed seed = Seed.dormant(3, 1).entering(SeedState.GERMINATED).entering(SeedState.TRAINING);

    byte[] weights = {1, 2, 3};

    assertThat(ReplicaSeed.of(seed, weights).seed()).isEqualTo(seed);
    assertThat(ReplicaSeed.of(seed, weights).weightBytes()).isEqualTo(weights);
    assertThat(ReplicaSeed.of(seed.grafting("bp"), weights).seed()).isEqualTo(seed.grafting("bp"));
  }
}
