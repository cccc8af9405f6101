package io.tamiyo.operators.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.ConfigUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigValuesTest {

  private static final String WINDOW = "ordering.window";
  private static final LayerConfigs CONFIGS = new LayerConfigs(LayerConfig.DEFAULTS);

  private final ConfigValues values = ConfigValues.none();

  private static ConfigUpdate update(
      @Nullable String layer, String key, @Nullable String value, @Nullable Double from) {
    return new ConfigUpdate(Fixtures.header("u", Duration.ZERO), layer, key, value, from);
  }

  private Optional<String> set(
      long time,
      @Nullable String layer,
      String key,
      @Nullable String value,
      @Nullable Double from) {
    return values.change(List.of(update(layer, key, value, from)), time, CONFIGS);
  }

  @Test
  void holdsAValueFromItsTimeOn() {
    assertThat(set(1_000, "a", WINDOW, "7", 5.0)).isEmpty();
    assertThat(values.at("a", 4_999)).isEmpty();
    assertThat(values.at("a", 5_000)).containsExactly(Map.entry(WINDOW, "7"));
    assertThat(values.at(ConfigValues.ALL, 5_000)).isEmpty();
    assertThat(values.lastChange(4_999)).isEqualTo(Long.MIN_VALUE);
    assertThat(values.lastChange(9_000)).isEqualTo(5_000);
    assertThat(values.nextChange(4_999)).isEqualTo(5_000);
    assertThat(values.nextChange(5_000)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void takesATimeThatHasPassedForAtOnce() {
    assertThat(set(5_000, null, WINDOW, "7", 5.0)).isEmpty();
    assertThat(values.later()).isEmpty();
    assertThat(values.places()).containsOnlyKeys(ConfigValues.ALL);
  }

  @Test
  void putsWhatWasSetAfterItsTimeBeforeIt() {
    set(1_000, null, WINDOW, "7", 5.0);
    set(6_000, null, WINDOW, "8", null);
    assertThat(values.at(ConfigValues.ALL, 9_000)).containsEntry(WINDOW, "8");
    assertThat(values.later()).isEmpty();
  }

  @Test
  void takesBackWhatIsToComeToo() {
    set(1_000, "a", WINDOW, "7", 5.0);
    set(1_000, "b", WINDOW, "7", 5.0);
    set(2_000, "a", WINDOW, null, null);
    assertThat(values.later()).extracting(LaterValue::place).containsExactly("b");
    set(3_000, "b", WINDOW, "9", null);
    set(4_000, "b", WINDOW, null, null);
    assertThat(values.places()).isEmpty();
    assertThat(values.later()).isEmpty();
  }

  @Test
  void refusesWhatContradictsAValueThatIsToCome() {
    set(1_000, null, WINDOW, "5000", 5.0);
    assertThat(set(2_000, "a", "ordering.max-pending", "4000", null))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("of layer a", "max-pending = 4000 is below ordering.window = 5000"));
    assertThat(values.at("a", 9_000)).isEmpty();
  }

  @Test
  void asksOnlyForLayersThatAChangeConcerns() {
    ConfigValues contradicting =
        new ConfigValues(
            Map.of("b", Map.of(WINDOW, "5000", "ordering.max-pending", "7")), List.of());
    assertThat(contradicting.change(List.of(update("a", WINDOW, "8", null)), 1, CONFIGS)).isEmpty();
    assertThat(contradicting.change(List.of(update(null, WINDOW, "9", null)), 2, CONFIGS))
        .hasValueSatisfying(refusal -> assertThat(refusal).contains("of layer b"));
    assertThat(contradicting.places().get("a")).containsEntry(WINDOW, "8");
    assertThat(contradicting.places()).containsOnlyKeys("a", "b");
  }

  @Test
  void boundsWhatWaitsForItsTime() {
    List<ConfigUpdate> many = new ArrayList<>();
    for (int i = 0; i <= ConfigValues.MOST_LATER; i++) {
      many.add(update("a", WINDOW, "7", 10.0 + i));
    }
    assertThat(values.change(many, 0, CONFIGS))
        .hasValue("1000 values wait for their time already; unset some of them");
    assertThat(values.later()).isEmpty();
  }

  @Test
  void guessesWhatWasMeant() {
    assertThat(set(0, null, "policy.wakeshare", "0.5", null))
        .hasValue("no option has the key policy.wakeshare; is policy.wake-share meant?");
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.nearest("b", List.of("aaaa"))).isEmpty();
  }

  /** Against a plain list of all changes, asked for the last one that holds. */
  @RandomSeeds
  void givesWhatTheLastChangeThatHoldsHasSaid(long seed) {
    Random random = new Random(seed);
    List<LaterValue> model = new ArrayList<>();
    List<String> places = List.of(ConfigValues.ALL, "a", "b");
    long time = 0;
    for (int step = 0; step < 300; step++) {
      time += random.nextInt(1_000);
      String place = places.get(random.nextInt(places.size()));
      Double from = random.nextBoolean() ? null : (time + random.nextInt(20_000) - 2_000) / 1_000.0;
      from = from != null && from < 0 ? null : from;
      String value = String.valueOf(1 + random.nextInt(100));
      assertThat(set(time, place.isEmpty() ? null : place, WINDOW, value, from)).isEmpty();
      long holds = from == null ? time : Math.max(time, Math.round(from * 1_000));
      model.add(new LaterValue(holds, place, WINDOW, value));
      for (String asked : places) {
        long at = time + random.nextInt(20_000);
        assertThat(values.at(asked, at)).isEqualTo(expected(model, asked, at));
      }
    }
  }

  private static Map<String, String> expected(List<LaterValue> model, String place, long time) {
    Map<String, String> expected = new HashMap<>();
    long latest = -1;
    for (LaterValue value : model) {
      if (value.place().equals(place) && value.fromMs() <= time && value.fromMs() >= latest) {
        latest = value.fromMs();
        expected.put(WINDOW, String.valueOf(value.value()));
      }
    }
    return expected;
  }
}
