package io.tamiyo.contracts.lifecycle;

import static io.tamiyo.contracts.lifecycle.SeedState.CANCELLED;
import static io.tamiyo.contracts.lifecycle.SeedState.CULLED;
import static io.tamiyo.contracts.lifecycle.SeedState.DORMANT;
import static io.tamiyo.contracts.lifecycle.SeedState.EVALUATING;
import static io.tamiyo.contracts.lifecycle.SeedState.FINE_TUNING;
import static io.tamiyo.contracts.lifecycle.SeedState.FOSSILIZED;
import static io.tamiyo.contracts.lifecycle.SeedState.GERMINATED;
import static io.tamiyo.contracts.lifecycle.SeedState.GRAFTING;
import static io.tamiyo.contracts.lifecycle.SeedState.ROLLED_BACK;
import static io.tamiyo.contracts.lifecycle.SeedState.STABILIZATION;
import static io.tamiyo.contracts.lifecycle.SeedState.TRAINING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleTableTest {

  private final LifecycleTable table = LifecycleTable.CURRENT;

  @Test
  void hasTheEdgesOfTheDesignAndNoOthers() {
    assertThat(table.next(DORMANT)).containsExactly(GERMINATED);
    assertThat(table.next(GERMINATED)).containsExactly(TRAINING, CANCELLED);
    assertThat(table.next(TRAINING)).containsExactly(GRAFTING, CULLED, CANCELLED);
    assertThat(table.next(GRAFTING)).containsExactly(STABILIZATION, ROLLED_BACK);
    assertThat(table.next(STABILIZATION)).containsExactly(EVALUATING, ROLLED_BACK);
    assertThat(table.next(EVALUATING)).containsExactly(FINE_TUNING, CULLED, ROLLED_BACK);
    assertThat(table.next(FINE_TUNING)).containsExactly(FOSSILIZED, CULLED, ROLLED_BACK);
    assertThat(table.next(FOSSILIZED)).isEmpty();
    for (SeedState embargoed : Set.of(CULLED, CANCELLED, ROLLED_BACK)) {
      assertThat(table.next(embargoed)).containsExactly(DORMANT);
      assertThat(embargoed.isEmbargoed()).isTrue();
      assertThat(embargoed.isActive()).isFalse();
    }
    assertThat(table.allows(DORMANT, TRAINING)).isFalse();
  }

  @Test
  void refusesATableWithAHole() {
    Map<SeedState, Set<SeedState>> edges = edges();
    edges.remove(GRAFTING);
    assertThatThrownBy(() -> new LifecycleTable(2, edges)).hasMessageContaining("GRAFTING");
  }

  @Test
  void refusesAStateThatCannotBeReached() {
    Map<SeedState, Set<SeedState>> edges = edges();
    edges.put(GERMINATED, Set.of(TRAINING));
    edges.put(TRAINING, Set.of(GRAFTING, CULLED));
    assertThatThrownBy(() -> new LifecycleTable(2, edges))
        .hasMessage("lifecycle state is unreachable: CANCELLED");
  }

  @Test
  void refusesATrapAndALifeAfterTheEnd() {
    Map<SeedState, Set<SeedState>> trap = edges();
    trap.put(CULLED, Set.of());
    assertThatThrownBy(() -> new LifecycleTable(2, trap))
        .hasMessage("lifecycle state is a trap: CULLED");
    Map<SeedState, Set<SeedState>> after = edges();
    after.put(FOSSILIZED, Set.of(DORMANT));
    assertThatThrownBy(() -> new LifecycleTable(2, after)).hasMessageContaining("final");
  }

  @Test
  void keepsTheCodesOfTheWire() {
    assertThat(SeedState.values())
        .extracting(state -> (int) state.code())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    for (SeedState state : SeedState.values()) {
      assertThat(SeedState.ofCode(state.code())).hasValue(state);
      assertThat(SeedState.ofName(state.name().toLowerCase(java.util.Locale.ROOT))).hasValue(state);
    }
    assertThat(SeedState.ofCode(11)).isEmpty();
    assertThat(SeedState.ofCode(-1)).isEmpty();
    assertThat(SeedState.ofName("asleep")).isEmpty();
    assertThat(GERMINATED.isActive()).isTrue();
  }

  private Map<SeedState, Set<SeedState>> edges() {
    return new EnumMap<>(table.edges());
  }
}
