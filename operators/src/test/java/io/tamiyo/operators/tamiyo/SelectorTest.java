package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.request;
import static io.tamiyo.contracts.fixtures.Fixtures.target;
import static io.tamiyo.contracts.fixtures.Fixtures.transitioned;
import static io.tamiyo.operators.tamiyo.Views.LAYER;
import static io.tamiyo.operators.tamiyo.Views.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RequestBuilder;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import org.junit.jupiter.api.Test;

class SelectorTest {

  private final LayerView view =
      after(
          report(LAYER)
              .seeds(6)
              .state(1, SeedState.GERMINATED)
              .state(2, SeedState.TRAINING)
              .state(3, SeedState.EVALUATING)
              .revision(3, 8)
              .metric(0, MetricNames.ACCURACY, 0.5)
              .metric(4, MetricNames.ACCURACY, 0.75));

  @Test
  void selectsEverySeedThatMayGoAtItsRevision() {
    assertThat(select(request(LAYER, SeedState.GERMINATED)))
        .isEqualTo(
            new Selection.Selected(java.util.List.of(target(0, 0), target(4, 0), target(5, 0))));
  }

  @Test
  void selectsAmongTheSeedsAndStatesThatAreNamedAndNoMoreThanAskedFor() {
    assertThat(select(request(LAYER, SeedState.GERMINATED).seeds(5, 4, 1, 4).batchSize(1)))
        .isEqualTo(new Selection.Selected(java.util.List.of(target(4, 0))));
    assertThat(
            select(
                request(LAYER, SeedState.CULLED)
                    .from(SeedState.EVALUATING, SeedState.DORMANT)
                    .forced()))
        .isEqualTo(new Selection.Selected(java.util.List.of(target(3, 8))));
  }

  @Test
  void selectsOnlySeedsWhoseAccuracyIsKnownToSuffice() {
    assertThat(select(request(LAYER, SeedState.GERMINATED).minPerformance(0.6)))
        .isEqualTo(new Selection.Selected(java.util.List.of(target(4, 0))));
    assertThat(refusal(request(LAYER, SeedState.GERMINATED).minPerformance(0.9).seeds(0)))
        .contains("accuracy of seed 0 is 0.5; asked for ≥ 0.9");
    assertThat(refusal(request(LAYER, SeedState.GERMINATED).minPerformance(0.9).seeds(5)))
        .contains("accuracy of seed 5 was not measured");
  }

  @Test
  void refusesASeedThatTheLayerDoesNotHave() {
    assertThat(refusal(request(LAYER, SeedState.GERMINATED).seeds(6)))
        .isEqualTo("seed 6 is unknown; the layer has 0 to 5");
  }

  @Test
  void refusesAnEdgeThatIsIllegalForAll() {
    assertThat(refusal(request(LAYER, SeedState.FOSSILIZED).forced()))
        .contains("none of the seeds may go")
        .contains("seed 0: DORMANT does not lead to FOSSILIZED");
  }

  @Test
  void refusesWhenNoSeedIsInAStateThatWasNamed() {
    assertThat(refusal(request(LAYER, SeedState.CULLED).from(SeedState.FINE_TUNING).seeds(3)))
        .contains("seed 3 is EVALUATING; asked for [FINE_TUNING]");
  }

  @Test
  void refusesWhenConditionsAreNotMetUnlessForced() {
    assertThat(refusal(request(LAYER, SeedState.GRAFTING))).contains("none of the seeds may go");
    assertThat(select(request(LAYER, SeedState.GRAFTING).forced()))
        .isEqualTo(new Selection.Selected(java.util.List.of(target(2, 0))));
  }

  @Test
  void waitsUntilTheLayerIsSeenClearly() {
    RequestBuilder request = request(LAYER, SeedState.GERMINATED);

    assertThat(new Selector(view, PolicyOptions.DEFAULTS, 10_001).select(request.build()))
        .isInstanceOf(Selection.Unknown.class);
    assertThat(new Selector(new LayerView(), PolicyOptions.DEFAULTS, 0).select(request.build()))
        .isInstanceOf(Selection.Unknown.class);
  }

  @Test
  void waitsForASeedOfWhichNothingIsKnownYet() {
    LayerView restarted = after(report(LAYER).seeds(1).hostEpoch(2));
    restarted.take(
        transitioned(LAYER, 0, SeedState.DORMANT, SeedState.GERMINATED).revision(1).build());
    LayerView empty = after(report(LAYER).seeds(0));

    assertThat(
            new Selector(empty, PolicyOptions.DEFAULTS, 0)
                .select(request(LAYER, SeedState.GERMINATED).build()))
        .isInstanceOf(Selection.Unknown.class);
  }

  private Selection select(RequestBuilder request) {
    return new Selector(view, PolicyOptions.DEFAULTS, 0).select(request.build());
  }

  private String refusal(RequestBuilder request) {
    return ((Selection.Refused) select(request)).why();
  }
}
