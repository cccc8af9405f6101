package io.tamiyo.contracts.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommandIdTest {

  private static final SortedMap<String, Object> NONE = new TreeMap<>();
  private static final List<SeedTarget> TARGETS =
      List.of(Fixtures.target(1, 4), Fixtures.target(2, 0));

  @Test
  void isTheSameForTheSameDecision() {
    assertThat(CommandId.of("a", TARGETS, "cull", NONE))
        .isEqualTo(CommandId.of("a", List.copyOf(TARGETS), "cull", new TreeMap<>()))
        .matches("[0-9a-f]{32}");
  }

  @Test
  void neverChangesBetweenReleases() {
    assertThat(CommandId.of("a", TARGETS, "cull", NONE))
        .isEqualTo("d320c3fbb694d69ee229429302cc09a0");
  }

  @Test
  void differsWithEveryPart() {
    SortedMap<String, Object> alpha = new TreeMap<>();
    alpha.put("alpha", 0.5);
    SortedMap<String, Object> other = new TreeMap<>();
    other.put("alpha", 0.25);
    assertThat(
            List.of(
                CommandId.of("a", TARGETS, "cull", NONE),
                CommandId.of("b", TARGETS, "cull", NONE),
                CommandId.of("a", TARGETS.subList(0, 1), "cull", NONE),
                CommandId.of("a", List.of(Fixtures.target(1, 5)), "cull", NONE),
                CommandId.of("a", TARGETS, "wake", NONE),
                CommandId.of("a", TARGETS, "cull", alpha),
                CommandId.of("a", TARGETS, "cull", other)))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsPartsApart() {
    assertThat(CommandId.of("ab", List.of(), "c", NONE))
        .isNotEqualTo(CommandId.of("a", List.of(), "bc", NONE));
  }

  @Test
  void ordersRevisionsByStoreAndNumber() {
    Revision first = new Revision(1, 9);
    assertThat(first).isLessThan(first.next()).isLessThan(new Revision(2, 0));
    assertThat(first.next()).isEqualByComparingTo(new Revision(1, 10)).hasToString("1.10");
    assertThatThrownBy(() -> new SeedTarget(-1, first)).hasMessageContaining("seed_id");
    assertThat(new Fence(3, TARGETS).withJobEpoch(4)).isEqualTo(new Fence(4, TARGETS));
  }
}
