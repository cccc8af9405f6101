package io.tamiyo.operators.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.operators.tamiyo.Alerts;
import io.tamiyo.operators.tamiyo.Deliveries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stories as they are read from what was kept. */
class StoriesTest {

  private static final String LAYER = "encoder.0";

  private final Stories stories = new Stories();

  private static LifecycleTransitionCommand command(String id) {
    LifecycleTransitionCommand plain =
        Fixtures.transition(LAYER, SeedState.GERMINATED).of(1, 0).id(id).build();
    return new LifecycleTransitionCommand(
        plain.header().answering("request-1"),
        plain.layerId(),
        plain.seedId(),
        plain.targetState(),
        plain.parameters(),
        plain.priority(),
        plain.timeoutMs(),
        plain.force(),
        plain.reason(),
        plain.fence(),
        plain.cause());
  }

  private static Plan plan() {
    return new Plan(
        Fixtures.header("plan-1", Duration.ZERO),
        LAYER,
        "request-1",
        1,
        SeedState.GERMINATED,
        List.of(Fixtures.target(1, 0)),
        false,
        "");
  }

  private static Message refusal() {
    Alerts alerts = new Alerts(Deliveries.of(LAYER).tick(1), "test");
    alerts.answer("request-1", "request_expired", 1, "nothing went", "ask again");
    return alerts.all().get(0);
  }

  @Test
  void joinsWhatCameOfARequest() {
    stories.take(
        LAYER, 10, Fixtures.request(LAYER, SeedState.GERMINATED).seeds(1).id("request-1").build());
    stories.take(LAYER, 11, plan());
    stories.take(LAYER, 12, Fixtures.acknowledgement(command("c"), Outcome.APPLIED).build());
    stories.take(LAYER, 12, command("c"));
    stories.take(LAYER, 13, Fixtures.heartbeat(LAYER, Duration.ZERO));
    stories.take(LAYER, 14, command("d"));
    stories.take(LAYER, 15, refusal());

    assertThat(stories.all()).hasSize(1);
    Story story = stories.all().iterator().next();
    assertThat(story.steps())
        .extracting(Step::kind)
        .containsExactly(
            StepKind.REQUEST,
            StepKind.PLAN,
            StepKind.COMMAND,
            StepKind.ACKNOWLEDGEMENT,
            StepKind.COMMAND,
            StepKind.ALERT);
    assertThat(story.id()).isEqualTo("request-1");
    assertThat(story.layer()).isEqualTo(LAYER);
    assertThat(story.commands()).isEqualTo(2);
    assertThat(story.slowest()).isZero();
    assertThat(story.open()).containsOnlyKeys("d");
    assertThat(story.has(StepKind.ALERT)).isTrue();
    assertThat(story.has(StepKind.GAP)).isFalse();
    assertThat(story.isOf("c")).isTrue();
    assertThat(story.isOf("x")).isFalse();
    assertThat(stories.latencies()).containsExactly(0L);
    assertThat(stories.last()).isEqualTo(15);
    assertThat(stories.leftOut()).isZero();
  }

  @Test
  void beginsAStoryWithWhatNamesNothingThatIsKnown() {
    stories.take(
        LAYER, 1, Fixtures.transitioned(LAYER, 1, SeedState.DORMANT, SeedState.GERMINATED).build());
    stories.take(LAYER, 2, refusal());

    assertThat(stories.all()).hasSize(2);
  }

  @Test
  void keepsSoManyStepsAndStories() {
    Story story = new Story("a", LAYER);
    for (int i = 0; i <= Story.MAX_STEPS; i++) {
      story.add(new Step(i, StepKind.COMMAND, "c", ""));
    }
    for (int i = 0; i <= Stories.MAX_STORIES; i++) {
      stories.take(
          LAYER, i, Fixtures.transitioned(LAYER, i, SeedState.DORMANT, SeedState.CULLED).build());
    }

    assertThat(story.leftOut()).isOne();
    assertThat(stories.all()).hasSize(Stories.MAX_STORIES);
    assertThat(stories.leftOut()).isOne();
    stories.leaveOut(2);
    assertThat(stories.leftOut()).isEqualTo(3);
  }
}
