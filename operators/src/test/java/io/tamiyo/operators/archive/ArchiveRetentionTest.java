package io.tamiyo.operators.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.operators.archive.ArchiveRetention.Held;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArchiveRetentionTest {

  private static final long MINUTE = 60_000;

  private static final long NOW = 1_000 * MINUTE;

  private final NavigableMap<ArchiveMinute, Held> held = new TreeMap<>();

  private void minutes(int from, int to, long written) {
    for (int minute = from; minute < to; minute++) {
      held.put(new ArchiveMinute(minute * MINUTE), new Held(100, written));
    }
  }

  private List<Long> expired(Duration maxAge, long maxBytes) {
    ArchiveOptions options = new ArchiveOptions("archive", maxAge, maxBytes);
    return ArchiveRetention.expired(held, NOW, options).stream()
        .map(minute -> minute.start() / MINUTE)
        .toList();
  }

  @Test
  void letsGoWhatIsTooOld() {
    minutes(0, 100, 0);

    assertThat(expired(Duration.ofMinutes(95), Long.MAX_VALUE)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(expired(Duration.ofMinutes(99), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void letsTheOldestGoUntilTheRestIsSmallEnough() {
    minutes(0, 100, 0);

    assertThat(expired(Duration.ofDays(1), 9_700)).containsExactly(0L, 1L, 2L);
    assertThat(expired(Duration.ofDays(1), 10_000)).isEmpty();
  }

  @Test
  void neverTouchesWhatMayStillBeWrittenHoweverOldItsEntriesAre() {
    minutes(0, 50, NOW - 30 * MINUTE);
    minutes(50, 100, NOW - 31 * MINUTE);

    assertThat(expired(Duration.ofDays(1), 1)).hasSize(50).first().isEqualTo(50L);
    assertThat(expired(Duration.ofMinutes(30), Long.MAX_VALUE)).hasSize(19).first().isEqualTo(50L);
    held.clear();
    assertThat(expired(Duration.ofDays(1), 1)).isEmpty();
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThatThrownBy(() -> new ArchiveOptions(" ", Duration.ofDays(1), 1))
        .hasMessage("path is blank");
    assertThatThrownBy(() -> new ArchiveOptions("a", Duration.ofMinutes(1), 1))
        .hasMessage("maxAge is PT1M; expected at least PT30M");
    assertThatThrownBy(() -> new ArchiveOptions("a", Duration.ofDays(1), 0))
        .hasMessage("maxBytes is not positive: 0");
  }
}
