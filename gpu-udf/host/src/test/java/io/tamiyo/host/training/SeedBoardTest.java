package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedBoardTest {

  private static final LinearRamp RAMP = new LinearRamp(4);

  private final SeedBoard board =
      new SeedBoard(List.of(change(0, SeedState.DORMANT), change(1, SeedState.DORMANT)));

  @Test
  void handsOverRequestsInTheirOrderOnce() {
    board.request(change(1, SeedState.GERMINATED));
    board.request(change(0, SeedState.GERMINATED));
    board.request(change(1, SeedState.TRAINING));

    assertThat(board.take())
        .containsExactly(
            change(1, SeedState.GERMINATED),
            change(0, SeedState.GERMINATED),
            change(1, SeedState.TRAINING));
    assertThat(board.take()).isEmpty();
  }

  @Test
  void showsARequestAtOnceAndUnmeasured() {
    board.publish(List.of(reading(0, SeedState.DORMANT, 0.5)), 0, 0);
    assertThat(board.reading(0).metrics().measured(MetricNames.LOSS)).hasValue(0.5);

    board.request(change(0, SeedState.GERMINATED));

    assertThat(board.reading(0).state()).isEqualTo(SeedState.GERMINATED);
    assertThat(board.reading(0).metrics().measured(MetricNames.LOSS)).isEmpty();
  }

  @Test
  void neverShowsAReadingFromBeforeARequestAfterIt() {
    board.request(change(0, SeedState.GERMINATED));

    List<SeedReading> shown =
        board.publish(
            List.of(reading(0, SeedState.DORMANT, 0.5), reading(1, SeedState.DORMANT, 0.25)), 0, 0);

    assertThat(shown.get(0).state()).isEqualTo(SeedState.GERMINATED);
    assertThat(shown.get(0).measured()).isEmpty();
    assertThat(shown.get(1).measured()).containsEntry(MetricNames.LOSS, 0.25);

    board.take();
    board.publish(List.of(reading(0, SeedState.DORMANT, 0.5)), 0, 0);
    assertThat(board.reading(0).measured()).isEmpty();
    board.publish(List.of(reading(0, SeedState.GERMINATED, 0.75)), 1, 0);
    assertThat(board.reading(0).measured()).containsEntry(MetricNames.LOSS, 0.75);
  }

  private static SeedAssignment change(int seed, SeedState state) {
    return new SeedAssignment(seed, state, 0, BlendStrategy.LINEAR, RAMP, Blueprint.identity(1));
  }

  private static SeedReading reading(int seed, SeedState state, double loss) {
    return new SeedReading(
        seed, state, 0, 0, Blueprint.identity(1), Map.of(MetricNames.LOSS, loss));
  }
}
