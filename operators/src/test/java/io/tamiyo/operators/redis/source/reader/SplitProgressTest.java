package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.SplitNotice;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitProgressTest {
  private final List<StreamElement> out = new ArrayList<>();

  private static StreamEntry entry(long ms) {
    return new StreamEntry("s", ms, 0, Map.of());
  }

  private static StreamInfo upTo(long last, long added) {
    StreamId id = new StreamId(last, 0);
    return new StreamInfo(true, 1, added, id, id, id, true);
  }

  @Test
  void countsAtAMilestoneWhatWasLostOnTheWayToIt() {
    SplitProgress split = new SplitProgress(StreamSplit.unbounded("s", ReadPosition.NEW));
    split.looked(upTo(5, 5), out);
    split.accept(entry(3), out);
    split.accept(entry(5), out);

    assertThat(out)
        .containsExactly(
            entry(3),
            entry(5),
            new SplitNotice.Gap(
                new StreamGap("s", GapKind.TRIMMED, 3, 5, 0, 5, 0),
                new ReadPosition(new StreamId(5, 0), 5, true)),
            new SplitNotice.CaughtUp());
  }

  @Test
  void learnsItsCountAtAMilestoneWhereItStartedWithoutOne() {
    SplitProgress split =
        new SplitProgress(StreamSplit.unbounded("s", ReadPosition.after(new StreamId(2, 0))));
    split.looked(upTo(5, 50), out);
    split.accept(entry(5), out);

    assertThat(split.position().entriesRead()).isEqualTo(50);
    assertThat(out)
        .containsExactly(
            entry(5),
            new SplitNotice.Known(new ReadPosition(new StreamId(5, 0), 50, true), ""),
            new SplitNotice.CaughtUp());
  }

  @Test
  void forgetsAMilestoneWhoseEntryWasRemoved() {
    SplitProgress split = new SplitProgress(StreamSplit.unbounded("s", ReadPosition.NEW));
    split.looked(upTo(5, 5), out);
    split.accept(entry(7), out);

    assertThat(split.position().entriesRead()).isEqualTo(1);
    assertThat(out).containsExactly(entry(7), new SplitNotice.CaughtUp());
  }

  @Test
  void stopsBeforeAnEntryBeyondItsStop() {
    SplitProgress split =
        new SplitProgress(new StreamSplit("s", ReadPosition.NEW, "", new StreamId(4, 0)));
    split.accept(entry(3), out);
    split.accept(entry(5), out);
    split.accept(entry(6), out);

    assertThat(out).containsExactly(entry(3));
    assertThat(split.isFinished()).isTrue();
  }
}
