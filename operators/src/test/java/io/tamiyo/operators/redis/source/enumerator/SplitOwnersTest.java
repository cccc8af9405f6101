package io.tamiyo.operators.redis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitOwnersTest {
  private final SplitOwners owners = new SplitOwners(EnumeratorState.EMPTY);

  private static StreamSplit split(String stream) {
    return StreamSplit.unbounded(stream, ReadPosition.NEW);
  }

  private static List<StreamSplit> splits(int count) {
    return IntStream.range(0, count).mapToObj(i -> split("layer-" + i)).toList();
  }

  private static List<StreamSplit> all(Map<Integer, List<StreamSplit>> assignment) {
    return assignment.values().stream().flatMap(Collection::stream).toList();
  }

  @Test
  void spreadsStreamsEvenlyAndByTheirNamesAlone() {
    Map<Integer, Integer> streams = new HashMap<>();
    for (StreamSplit split : splits(1_000)) {
      streams.merge(SplitOwners.readerOf(split.stream(), 4), 1, Integer::sum);
    }
    assertThat(streams.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(streams.values()).allSatisfy(count -> assertThat(count).isBetween(200, 300));
  }

  @Test
  void handsOutWhatItFindsOnceAndKeepsWhatNobodyCanTake() {
    owners.found(splits(20));
    Map<Integer, List<StreamSplit>> first = owners.assign(2, reader -> reader == 0);

    owners.found(splits(20));
    Map<Integer, List<StreamSplit>> second = owners.assign(2, reader -> true);

    assertThat(first).containsOnlyKeys(0);
    assertThat(second).containsOnlyKeys(1);
    List<StreamSplit> both = new ArrayList<>(all(first));
    both.addAll(all(second));
    assertThat(both).containsExactlyInAnyOrderElementsOf(splits(20));
    assertThat(owners.state(true)).isEqualTo(new EnumeratorState(true, owners.known(), List.of()));
  }

  @Test
  void bringsEverySplitBackExactlyOnceAtAnotherParallelism() {
    owners.found(splits(50));
    Map<Integer, List<StreamSplit>> before = owners.assign(4, reader -> true);
    SplitOwners restored = new SplitOwners(owners.state(true));

    List<StreamSplit> again = new ArrayList<>();
    for (int reader = 0; reader < 2; reader++) {
      restored.reported(before.getOrDefault(reader * 2, List.of()), reader);
      restored.reported(before.getOrDefault(reader * 2 + 1, List.of()), reader);
      int present = reader;
      again.addAll(all(restored.assign(2, id -> id <= present)));
    }
    restored.found(splits(50));
    again.addAll(all(restored.assign(2, id -> true)));

    assertThat(again).containsExactlyInAnyOrderElementsOf(splits(50));
  }

  @Test
  void takesBackWhatAFailedReaderGotAndIgnoresWhatItReportsTwice() {
    owners.found(List.of(split("a")));
    owners.assign(1, reader -> true);

    owners.returned(List.of(split("a")), 0);
    owners.reported(List.of(split("a")), 0);

    assertThat(all(owners.assign(1, reader -> true))).containsExactly(split("a"));
    assertThat(all(owners.assign(1, reader -> true))).isEmpty();
  }

  @Test
  void leavesASplitWithTheReaderThatHasItWhenAnotherReportsItFromAnOlderState() {
    owners.found(List.of(split("a")));
    int owner = all(owners.assign(2, reader -> true)).isEmpty() ? 0 : SplitOwners.readerOf("a", 2);

    owners.reported(List.of(split("a")), 1 - owner);

    assertThat(owners.assign(2, reader -> true)).isEmpty();
  }

  @Test
  void takesARestartedReadersOwnSplitAtItsNewPosition() {
    owners.found(List.of(split("a")));
    owners.assign(1, reader -> true);
    StreamSplit advanced =
        StreamSplit.unbounded("a", new ReadPosition(new StreamId(9, 0), 9, true));

    owners.reported(List.of(advanced), 0);

    assertThat(all(owners.assign(1, reader -> true))).containsExactly(advanced);
  }

  @Test
  void remembersWhatWaitsAcrossARestart() {
    SplitOwners restored =
        new SplitOwners(new EnumeratorState(true, Set.of("a", "b"), List.of(split("b"))));

    assertThat(all(restored.assign(1, reader -> true))).containsExactly(split("b"));
    assertThat(restored.known()).containsExactlyInAnyOrder("a", "b");
  }
}
