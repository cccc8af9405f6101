package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.seeds.Seed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepScheduleTest {

  private final StepSchedule schedule = new StepSchedule();

  private static ReplicaUpdate update(long number, long atStep, Integer... seeds) {
    List<ReplicaSeed> changed =
        Stream.of(seeds)
            .map(id -> ReplicaSeed.of(Seed.dormant(id, 1).entering(SeedState.GERMINATED)))
            .toList();
    return new ReplicaUpdate(
        Fixtures.header("update", Duration.ZERO), "layer-1", number, atStep, changed);
  }

  private List<Long> due(long step) {
    return schedule.due(step).stream().map(due -> due.update().number()).toList();
  }

  @Test
  void givesEachUpdateOnceWithItsStep() {
    schedule.add(update(1, 5, 0));
    schedule.add(update(1, 5, 0));
    schedule.add(update(2, 6, 1));

    assertThat(due(4)).isEmpty();
    assertThat(schedule.due(5)).singleElement().matches(due -> !due.late());
    schedule.add(update(2, 6, 1));
    assertThat(due(6)).containsExactly(2L);
    assertThat(due(100)).isEmpty();
  }

  @Test
  void saysWhatIsLateAndWhatWasAtOnce() {
    schedule.add(update(1, 5, 0));
    schedule.add(update(2, 0, 1));

    assertThat(schedule.due(9)).extracting(StepSchedule.Due::late).containsExactly(true, false);
  }

  @Test
  void doesNotPutBackASeedThatAStopHasOvertaken() {
    schedule.add(update(1, 50, 0, 1));
    schedule.add(update(2, 0, 0));
    assertThat(due(3)).containsExactly(2L);

    assertThat(schedule.due(50))
        .singleElement()
        .satisfies(due -> assertThat(due.seeds()).extracting(ReplicaSeed::seedId).containsOnly(1));
  }

  @Test
  void writesASeedAsItIs() {
    Seed seed = Seed.dormant(3, 1).entering(SeedState.GERMINATED).entering(SeedState.TRAINING);

    assertThat(ReplicaSeed.of(seed).seed()).isEqualTo(seed);
    assertThat(ReplicaSeed.of(seed.grafting("bp")).seed()).isEqualTo(seed.grafting("bp"));
  }
}
