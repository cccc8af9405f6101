package io.tamiyo.operators.ingest;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.redis.StreamId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigAtStartTest {

  private static final String STREAM = "kasmina.config";
  private static final ConfigEntry FIRST = set(1, "50");
  private static final ConfigEntry REFUSED = set(2, "many");
  private static final ConfigEntry LAST = set(3, "60");

  /** Contradicts a window above 4000, and is accepted below it. */
  private static final String PENDING = "4000";

  private static ConfigEntry set(long ordinal, @Nullable String window) {
    return set(ordinal, "ordering.window", window);
  }

  private static ConfigEntry set(long ordinal, String key, @Nullable String value) {
    Message update =
        new ConfigUpdate(Fixtures.header("c" + ordinal, Duration.ZERO), null, key, value);
    return ConfigEntry.of(
        STREAM,
        5,
        ordinal,
        TestingCodec.fields(Places.of("ConfigUpdate", null, 1), List.of(update)));
  }

  /** A stream of these entries, in which nothing else has ever been. */
  private static ConfigLog log(ConfigEntry... entries) {
    return (after, each) -> {
      StreamId end =
          List.of(entries).stream()
              .map(ConfigEntry::id)
              .max(Comparator.naturalOrder())
              .orElse(StreamId.ZERO);
      boolean another = after.isAfter(end);
      List.of(entries).stream().filter(entry -> another || entry.id().isAfter(after)).forEach(each);
      return another;
    };
  }

  private static int window(IngestHarness ingest) throws Exception {
    return ingest.deliver(entry("a").heartbeat("").build()).config().ordering().window();
  }

  private static List<String> refused(IngestHarness ingest) {
    return ingest.deadLetters().stream().map(DeadLetter::entryId).toList();
  }

  private static IngestHarness begin(@Nullable OperatorSubtaskState kept, ConfigEntry... entries)
      throws Exception {
    return IngestHarness.begin(log(entries), kept);
  }

  private static void configure(IngestHarness ingest, ConfigEntry... entries) throws Exception {
    for (ConfigEntry entry : entries) {
      ingest.configure(entry);
    }
  }

  @Test
  void knowsWhatStandsInTheStreamBeforeTheFirstEntryOfALayer() throws Exception {
    try (IngestHarness ingest = begin(null, FIRST, REFUSED, LAST)) {
      assertThat(window(ingest)).isEqualTo(60);
      assertThat(ingest.deadLetters()).isEmpty();
    }
  }

  @Test
  void neverGoesBackToWhatItsInputBringsOnceMoreAndReportsWhatThatRefuses() throws Exception {
    try (IngestHarness ingest = begin(null, FIRST, REFUSED, LAST)) {
      ingest.configure(FIRST);
      assertThat(window(ingest)).isEqualTo(60);
      configure(ingest, REFUSED, LAST);
      assertThat(refused(ingest)).containsExactly("5-2");
      assertThat(ingest.deadLetters().get(0).detail()).contains("ordering.window", "many");
      ingest.configure(set(4, "70"));
      assertThat(window(ingest)).isEqualTo(70);
    }
  }

  @Test
  void readsWhatWasSetWhileTheJobWasAway() throws Exception {
    try (IngestHarness before = begin(null, FIRST)) {
      OperatorSubtaskState kept = before.snapshot();
      try (IngestHarness restored = begin(kept, set(1, "9999"), LAST)) {
        assertThat(window(restored)).isEqualTo(60);
        configure(restored, FIRST, LAST, set(4, null));
        assertThat(window(restored)).isEqualTo(100);
        assertThat(restored.deadLetters()).isEmpty();
      }
    }
  }

  @Test
  void goesOnFromWhatItsInputHasBrought() throws Exception {
    try (IngestHarness before = begin(null)) {
      configure(before, FIRST, LAST);
      try (IngestHarness restored = begin(before.snapshot(), set(1, "9"), set(3, "9"))) {
        assertThat(window(restored)).isEqualTo(60);
      }
    }
  }

  @Test
  void reportsOnceWhatWasRefusedAheadOfACheckpoint() throws Exception {
    ConfigEntry refusedToo = set(4, "more");
    try (IngestHarness before = begin(null, FIRST, REFUSED, LAST)) {
      configure(before, FIRST);
      try (IngestHarness restored = begin(before.snapshot(), FIRST, REFUSED, LAST, refusedToo)) {
        assertThat(window(restored)).isEqualTo(60);
        configure(restored, REFUSED, LAST);
        try (IngestHarness again = begin(restored.snapshot(), FIRST, REFUSED, LAST, refusedToo)) {
          configure(again, refusedToo);
          assertThat(refused(again)).containsExactly("5-4");
        }
        assertThat(refused(restored)).containsExactly("5-2");
      }
    }
  }

  @Test
  void judgesNothingTwiceWhereItsInputIsBehindWhatWasKept() throws Exception {
    ConfigEntry pending = set(1, "ordering.max-pending", PENDING);
    ConfigEntry tooWide = set(2, "5000");
    ConfigEntry noBound = set(3, "ordering.max-pending", null);
    ConfigEntry wide = set(4, "5000");
    try (IngestHarness before = begin(null, pending, tooWide, noBound, wide)) {
      try (IngestHarness restored = begin(before.snapshot(), pending, tooWide, noBound, wide)) {
        configure(restored, pending, tooWide, noBound, wide);
        assertThat(refused(restored)).containsExactly("5-2");
        assertThat(window(restored)).isEqualTo(5_000);
      }
    }
  }

  @Test
  void neverAcceptsLaterWhatWasRefusedLast() throws Exception {
    ConfigEntry unset = set(3, "ordering.max-pending", null);
    try (IngestHarness before = begin(null)) {
      configure(before, set(1, "ordering.max-pending", PENDING), set(2, "5000"));
      assertThat(refused(before)).containsExactly("5-2");
      OperatorSubtaskState kept = before.snapshot();
      try (IngestHarness restored = begin(kept, set(2, "3000"), unset)) {
        assertThat(window(restored)).isEqualTo(100);
        configure(restored, unset);
        assertThat(restored.deadLetters()).isEmpty();
      }
    }
  }

  @Test
  void readsAStreamFromItsBeginningThatHasNeverGivenWhatWasRead() throws Exception {
    try (IngestHarness before = begin(null, FIRST, REFUSED, LAST)) {
      OperatorSubtaskState kept = before.snapshot();
      ConfigEntry other = set(1, "70");
      ConfigEntry bad = set(2, "none");
      try (IngestHarness restored = begin(kept, other, bad)) {
        assertThat(window(restored)).isEqualTo(70);
        configure(
            restored,
            ConfigEntry.recreated(STREAM, StreamId.ZERO),
            other,
            bad,
            ConfigEntry.caughtUp(STREAM, bad.id()),
            set(3, "80"));
        assertThat(refused(restored)).containsExactly("5-2");
        assertThat(restored.deadLetters().get(0).detail()).contains("none");
        assertThat(window(restored)).isEqualTo(80);
      }
    }
  }

  @Test
  void takesWhatAStreamHoldsThatWasRemovedWhileTheJobWasAway() throws Exception {
    try (IngestHarness before = begin(null, FIRST, LAST)) {
      try (IngestHarness restored = begin(before.snapshot())) {
        assertThat(window(restored)).isEqualTo(60);
        configure(restored, set(1, "70"));
        assertThat(window(restored)).isEqualTo(70);
        try (IngestHarness again = begin(restored.snapshot(), set(1, "9"), set(2, "80"))) {
          assertThat(window(again)).isEqualTo(80);
        }
      }
    }
  }

  @Test
  void startsAnewWhereItsInputFindsAnotherStream() throws Exception {
    try (IngestHarness ingest = begin(null, FIRST, LAST)) {
      configure(
          ingest,
          FIRST,
          LAST,
          ConfigEntry.caughtUp(STREAM, LAST.id()),
          ConfigEntry.recreated(STREAM, StreamId.ZERO),
          set(1, "70"));
      assertThat(window(ingest)).isEqualTo(70);
      try (IngestHarness restored = begin(ingest.snapshot(), set(1, "9"), set(2, "80"))) {
        assertThat(window(restored)).isEqualTo(80);
      }
    }
  }

  @Test
  void takesWhatAnotherStreamHasBeforeThePlaceUpToWhichTheFirstWasRead() throws Exception {
    try (IngestHarness before = begin(null, FIRST, REFUSED)) {
      ConfigEntry newest = set(4, "80");
      try (IngestHarness restored = begin(before.snapshot(), set(1, "70"), newest)) {
        configure(restored, ConfigEntry.recreated(STREAM, StreamId.ZERO), set(1, "70"));
        assertThat(window(restored)).isEqualTo(70);
        configure(restored, newest, ConfigEntry.caughtUp(STREAM, newest.id()));
        assertThat(window(restored)).isEqualTo(80);
        try (IngestHarness again = begin(restored.snapshot(), newest, set(5, "90"))) {
          assertThat(window(again)).isEqualTo(90);
        }
      }
    }
  }

  @Test
  void readsByItselfFromTheEndThatItsInputHadWhereNoPlaceWasKept() throws Exception {
    try (IngestHarness before = begin(null)) {
      configure(before, ConfigEntry.caughtUp(STREAM, LAST.id()));
      try (IngestHarness restored = begin(before.snapshot(), FIRST, LAST, set(4, "70"))) {
        assertThat(window(restored)).isEqualTo(70);
      }
      try (IngestHarness restored = begin(before.snapshot(), FIRST, LAST)) {
        assertThat(window(restored)).isEqualTo(100);
      }
    }
  }

  @Test
  void boundsWhatWaitsToBeReported() throws Exception {
    ConfigEntry[] many =
        IntStream.rangeClosed(1, 1_001)
            .mapToObj(ordinal -> set(ordinal, "x"))
            .toArray(ConfigEntry[]::new);
    try (IngestHarness ingest = begin(null, many)) {
      configure(ingest, many);
      assertThat(refused(ingest)).hasSize(1_000).doesNotContain("5-1001");
    }
  }

  @Test
  void forgetsWhatWasRefusedAndIsNoLongerInTheStream() throws Exception {
    try (IngestHarness before = begin(null, FIRST, REFUSED, LAST)) {
      configure(before, FIRST, LAST, set(4, "70"));
      try (IngestHarness restored = begin(before.snapshot(), set(4, "70"))) {
        configure(restored, REFUSED);
        assertThat(restored.deadLetters()).isEmpty();
      }
    }
  }

  @Test
  void goesOnFromThePlaceOfEachSubtaskAtAnotherParallelism() throws Exception {
    ConfigEntry refusedToo = set(4, "more");
    ConfigEntry newest = set(5, "70");
    try (IngestHarness first = IngestHarness.begin(log(FIRST, REFUSED), 2, 0, List.of());
        IngestHarness second =
            IngestHarness.begin(log(FIRST, REFUSED, LAST, refusedToo), 2, 1, List.of())) {
      List<OperatorSubtaskState> kept = List.of(first.snapshot(), second.snapshot());
      for (int subtasks = 1; subtasks <= 3; subtasks++) {
        for (int index = 0; index < subtasks; index++) {
          ConfigEntry[] all = {FIRST, REFUSED, LAST, refusedToo, newest};
          try (IngestHarness restored = IngestHarness.begin(log(all), subtasks, index, kept)) {
            configure(restored, all);
            assertThat(refused(restored)).isEqualTo(index == 0 ? List.of("5-2", "5-4") : List.of());
          }
        }
      }
    }
  }
}
