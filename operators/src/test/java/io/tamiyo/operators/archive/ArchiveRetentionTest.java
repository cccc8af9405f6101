package io.tamiyo.operators.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArchiveRetentionTest {

  private static final long MINUTE = 60_000;

  private final NavigableMap<ArchiveMinute, Long> bytes = new TreeMap<>();

  private void minutes(int from, int to) {
    for (int minute = from; minute < to; minute++) {
      bytes.put(new ArchiveMinute(minute * MINUTE), 100L);
    }
  }

  private List<Long> expired(Duration maxAge, long maxBytes, int newestMinute) {
    ArchiveOptions options = new ArchiveOptions("archive", maxAge, maxBytes);
    return ArchiveRetention.expired(bytes, newestMinute * MINUTE, options).stream()
        .map(minute -> minute.start() / MINUTE)
        .toList();
  }

  @Test
  void letsGoWhatIsTooOldToTheMillisecond() {
    minutes(0, 100);

    assertThat(expired(Duration.ofMinutes(95), Long.MAX_VALUE, 100))
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(expired(Duration.ofMinutes(100), Long.MAX_VALUE, 100)).isEmpty();
  }

  @Test
  void letsTheOldestGoUntilTheRestIsSmallEnough() {
    minutes(0, 100);

    assertThat(expired(Duration.ofDays(1), 9_700, 100)).containsExactly(0L, 1L, 2L);
    assertThat(expired(Duration.ofDays(1), 10_000, 100)).isEmpty();
  }

  @Test
  void neverTouchesWhatMayStillBeWritten() {
    minutes(0, 100);

    assertThat(expired(Duration.ofDays(1), 1, 100)).hasSize(69).last().isEqualTo(68L);
    bytes.clear();
    assertThat(expired(Duration.ofDays(1), 1, 100)).isEmpty();
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
