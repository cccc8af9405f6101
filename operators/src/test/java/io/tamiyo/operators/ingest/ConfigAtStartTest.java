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
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigAtStartTest {

  private static final ConfigEntry FIRST = set(1, "50");
  private static final ConfigEntry REFUSED = set(2, "many");
  private static final ConfigEntry LAST = set(3, "60");

  private static ConfigEntry set(long ordinal, @Nullable String window) {
    Message update =
        new ConfigUpdate(
            Fixtures.header("c" + ordinal, Duration.ZERO), null, "ordering.window", window);
    return ConfigEntry.of(
        "kasmina.config",
        5,
        ordinal,
        TestingCodec.fields(Places.of("ConfigUpdate", null, 1), List.of(update)));
  }

  private static ConfigLog log(ConfigEntry... entries) {
    return (after, each) ->
        List.of(entries).stream().filter(entry -> entry.id().isAfter(after)).forEach(each);
  }

  private static int window(IngestHarness ingest) throws Exception {
    return ingest.deliver(entry("a").heartbeat("").build()).config().ordering().window();
  }

  private static IngestHarness begin(@Nullable OperatorSubtaskState kept, ConfigEntry... entries)
      throws Exception {
    return IngestHarness.begin(log(entries), kept);
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
      ingest.configure(REFUSED);
      ingest.configure(LAST);
      assertThat(ingest.deadLetters()).extracting(DeadLetter::entryId).containsExactly("5-2");
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
        restored.configure(FIRST);
        restored.configure(LAST);
        restored.configure(set(4, null));
        assertThat(window(restored)).isEqualTo(100);
        assertThat(restored.deadLetters()).isEmpty();
      }
    }
  }

  @Test
  void goesOnFromWhatItsInputHasBrought() throws Exception {
    try (IngestHarness before = begin(null)) {
      before.configure(FIRST);
      before.configure(LAST);
      OperatorSubtaskState kept = before.snapshot();
      try (IngestHarness restored = begin(kept, FIRST, LAST)) {
        assertThat(window(restored)).isEqualTo(60);
      }
    }
  }

  @Test
  void judgesWhatWasReadAheadOfACheckpointByWhatWasKept() throws Exception {
    try (IngestHarness before = begin(null, FIRST, REFUSED)) {
      try (IngestHarness restored = begin(before.snapshot(), FIRST, REFUSED, LAST)) {
        restored.configure(FIRST);
        restored.configure(REFUSED);
        assertThat(window(restored)).isEqualTo(60);
        assertThat(restored.deadLetters()).extracting(DeadLetter::entryId).containsExactly("5-2");
      }
    }
  }
}
