package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.reader.GapDecision.Server;
import io.tamiyo.operators.redis.source.reader.GapDecision.Verdict;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GapDecisionTest {
  private static final long UNKNOWN = StreamInfo.UNKNOWN;
  private static final Server OTHER_WITHOUT_IT = new Server(true, false);
  private static final Server OTHER_WITH_IT = new Server(true, true);

  private static StreamId id(long ms) {
    return new StreamId(ms, 0);
  }

  private static ReadPosition read(long ms, long count) {
    return new ReadPosition(id(ms), count, true);
  }

  private static Verdict decide(ReadPosition at, StreamInfo stream) {
    return decide(at, stream, Server.SAME);
  }

  private static Verdict decide(ReadPosition at, StreamInfo stream, Server server) {
    return GapDecision.decide(at, at.id(), stream, server);
  }

  /** A stream whose entries have the ids first … last, one a millisecond. */
  private static StreamInfo stream(long first, long last, long added) {
    return new StreamInfo(true, last - first + 1, added, id(last), id(first), id(last), false);
  }

  private static StreamInfo emptied(long last, long added) {
    return new StreamInfo(true, 0, added, id(last), null, null, false);
  }

  private static StreamInfo withDeletions(StreamInfo stream) {
    return new StreamInfo(
        true,
        stream.length(),
        stream.entriesAdded(),
        stream.lastGenerated(),
        stream.first(),
        stream.last(),
        true);
  }

  private static Verdict.Intact intact(long ms, long count, boolean read) {
    return new Verdict.Intact(new ReadPosition(id(ms), count, read));
  }

  private static Verdict.Missing missing(
      GapKind kind, long lost, long ms, long count, boolean read) {
    return new Verdict.Missing(kind, lost, new ReadPosition(id(ms), count, read));
  }

  @Test
  void findsNothingWrongWhereThePositionIsInTheStream() {
    assertThat(decide(read(3, 3), stream(1, 9, 9))).isEqualTo(intact(3, 3, true));
    assertThat(decide(read(3, UNKNOWN), stream(1, 9, UNKNOWN))).isEqualTo(intact(3, UNKNOWN, true));
  }

  @Test
  void findsNothingWrongWhereOnlyWhatWasReadIsGone() {
    assertThat(decide(read(3, 3), stream(4, 9, 9))).isEqualTo(intact(3, 3, true));
    assertThat(decide(read(9, 9), emptied(9, 9))).isEqualTo(intact(9, 9, true));
    assertThat(decide(read(9, UNKNOWN), emptied(9, UNKNOWN))).isEqualTo(intact(9, UNKNOWN, true));
  }

  @Test
  void countsWhatWasTrimmedAhead() {
    assertThat(decide(read(3, 3), stream(6, 9, 9)))
        .isEqualTo(missing(GapKind.TRIMMED, 2, 3, 5, true));
    assertThat(decide(read(3, 3), emptied(9, 9)))
        .isEqualTo(missing(GapKind.TRIMMED, 6, 3, 9, true));
    assertThat(decide(ReadPosition.NEW, stream(3, 9, 9)))
        .isEqualTo(missing(GapKind.TRIMMED, 2, 0, 2, false));
  }

  @Test
  void countsAtTheEndWhatWasTrimmedOnTheWay() {
    assertThat(decide(read(9, 7), stream(8, 9, 9)))
        .isEqualTo(missing(GapKind.TRIMMED, 2, 9, 9, true));
  }

  @Test
  void saysUnknownWhereTheServerDoesNotCount() {
    assertThat(decide(read(3, UNKNOWN), stream(6, 9, UNKNOWN)))
        .isEqualTo(missing(GapKind.TRIMMED, UNKNOWN, 3, UNKNOWN, false));
    assertThat(decide(read(3, UNKNOWN), stream(6, 9, 9)))
        .isEqualTo(missing(GapKind.TRIMMED, UNKNOWN, 3, 5, false));
    assertThat(decide(read(3, UNKNOWN), withDeletions(stream(6, 9, 9))))
        .isEqualTo(missing(GapKind.TRIMMED, UNKNOWN, 3, UNKNOWN, false));
  }

  @Test
  void leavesItToTheNextMilestoneWhereSingleEntriesWereDeleted() {
    assertThat(decide(read(3, 3), withDeletions(stream(6, 9, 9)))).isEqualTo(intact(3, 3, true));
  }

  @Test
  void learnsTheCountOfAFreshPositionWithoutCallingItAGap() {
    ReadPosition earliest = ReadPosition.start(UNKNOWN);
    assertThat(decide(earliest, stream(6, 9, 9))).isEqualTo(intact(0, 5, false));
    assertThat(decide(earliest, stream(6, 9, UNKNOWN))).isEqualTo(intact(0, UNKNOWN, false));
    assertThat(decide(ReadPosition.after(id(3)), stream(6, 9, 9))).isEqualTo(intact(3, 5, false));
    assertThat(decide(ReadPosition.NEW, stream(6, 9, UNKNOWN))).isEqualTo(intact(0, 0, false));
    assertThat(decide(read(9, UNKNOWN), stream(6, 9, 9))).isEqualTo(intact(9, 9, true));
  }

  @Test
  void readsAMissingStreamFromItsBeginning() {
    assertThat(decide(read(3, 3), StreamInfo.MISSING))
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 0, 0, false));
    assertThat(decide(ReadPosition.NEW, StreamInfo.MISSING)).isEqualTo(intact(0, 0, false));
  }

  @Test
  void readsAStreamThatEndsBeforeThePositionFromItsBeginning() {
    assertThat(decide(read(30, 30), stream(6, 9, 9)))
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 0, 5, false));
    assertThat(decide(read(30, 30), stream(6, 9, UNKNOWN)))
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 0, UNKNOWN, false));
    assertThat(decide(ReadPosition.after(id(30)), stream(6, 9, 9)))
        .as("a start in the future")
        .isEqualTo(intact(30, UNKNOWN, false));
  }

  @Test
  void recognizesAnotherStreamByItsLesserCount() {
    StreamInfo other = stream(40, 42, 3);
    assertThat(decide(read(30, 30), other))
        .as("all of it lies ahead")
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 30, UNKNOWN, true));
    assertThat(GapDecision.decide(read(42, 33), id(30), other, Server.SAME))
        .as("all of it lies after what was read of the old one")
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 42, UNKNOWN, true));
    assertThat(decide(read(41, 30), other))
        .as("part of it may not have been read")
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 0, 0, false));
  }

  @Test
  void recognizesAnotherStreamThatHasOutgrownTheOldOne() {
    assertThat(decide(read(30, 3), stream(40, 49, 10)))
        .isEqualTo(missing(GapKind.RECREATED, UNKNOWN, 30, 0, true));
  }

  @Test
  void trustsAnotherServerThatHasTheEntryReadLast() {
    assertThat(decide(read(3, 3), stream(1, 9, 9), OTHER_WITH_IT)).isEqualTo(intact(3, 3, true));
    assertThat(decide(read(9, UNKNOWN), stream(1, 9, UNKNOWN), OTHER_WITHOUT_IT))
        .as("the end of the stream proves as much")
        .isEqualTo(intact(9, UNKNOWN, true));
  }

  @Test
  void doubtsAnotherServerThatDoesNot() {
    assertThat(decide(read(3, 3), stream(1, 9, 9), OTHER_WITHOUT_IT))
        .isEqualTo(missing(GapKind.SERVER_CHANGED, UNKNOWN, 3, UNKNOWN, false));
    assertThat(decide(read(3, UNKNOWN), stream(6, 9, UNKNOWN), OTHER_WITHOUT_IT))
        .isEqualTo(missing(GapKind.SERVER_CHANGED, UNKNOWN, 3, UNKNOWN, false));
    assertThat(decide(read(3, 3), stream(4, 9, 9), OTHER_WITHOUT_IT))
        .as("the counts explain why it is gone")
        .isEqualTo(intact(3, 3, true));
  }

  /**
   * Plays streams that are appended to, trimmed and read in any order, and holds the verdicts
   * against what is really missing. Ids are the ordinal numbers of the entries.
   */
  @Test
  void neverReportsAnotherNumberThanIsMissing() {
    for (long seed = 0; seed < 3_000; seed++) {
      new History(new Random(seed), seed).play();
    }
  }

  private static final class History {
    private final Random random;
    private final long seed;
    private final List<Long> entries = new ArrayList<>();
    private long added;
    private ReadPosition at = ReadPosition.NEW;
    private long lost;
    private long reported;

    History(Random random, long seed) {
      this.random = random;
      this.seed = seed;
    }

    void play() {
      for (int step = 0; step < 30; step++) {
        switch (random.nextInt(4)) {
          case 0 -> append(1 + random.nextInt(5));
          case 1 -> trim(random.nextInt(1 + entries.size()));
          case 2 -> readSome(random.nextInt(1 + entries.size()));
          default -> look();
        }
      }
      readSome(entries.size());
      look();
      assertThat(reported).as("seed %d", seed).isEqualTo(lost);
    }

    private void append(int count) {
      for (int i = 0; i < count; i++) {
        entries.add(++added);
      }
    }

    private void trim(int count) {
      lost += entries.subList(0, count).stream().filter(it -> it > at.id().ms()).count();
      entries.subList(0, count).clear();
    }

    private void readSome(int most) {
      entries.stream()
          .filter(entry -> entry > at.id().ms())
          .limit(most)
          .forEach(entry -> at = read(entry, at.entriesRead() + 1));
    }

    private void look() {
      Verdict verdict = decide(at, info());
      if (verdict instanceof Verdict.Missing gap) {
        assertThat(gap.kind()).as("seed %d", seed).isEqualTo(GapKind.TRIMMED);
        reported += gap.lost();
      }
      at = verdict.position();
    }

    private StreamInfo info() {
      @Nullable StreamId first = entries.isEmpty() ? null : id(entries.get(0));
      @Nullable StreamId last = entries.isEmpty() ? null : id(added);
      return new StreamInfo(true, entries.size(), added, id(added), first, last, false);
    }
  }
}
