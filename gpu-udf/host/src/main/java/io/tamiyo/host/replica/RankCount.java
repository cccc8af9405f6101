package io.tamiyo.host.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How many ranks have put an update in force, for its acknowledgement.
 *
 * @param ranks how many there are
 * @param steps by rank the step with which it took effect there
 * @param late the ranks that were late, ascending
 */
record RankCount(int ranks, Map<Integer, Long> steps, List<Integer> late) {

  RankCount {
    steps = Map.copyOf(steps);
    late = List.copyOf(late);
  }

  static RankCount none(int ranks) {
    return new RankCount(ranks, Map.of(), List.of());
  }

  /** With one report more; the first one of a rank counts. */
  RankCount with(ReplicaReport report) {
    if (report.rank() >= ranks || steps.containsKey(report.rank())) {
      return this;
    }
    Map<Integer, Long> more = new TreeMap<>(steps);
    more.put(report.rank(), report.step());
    List<Integer> moreLate = new ArrayList<>(late);
    if (report.late()) {
      moreLate.add(report.rank());
    }
    return new RankCount(ranks, more, moreLate.stream().sorted().toList());
  }

  boolean isComplete() {
    return steps.size() == ranks;
  }

  /** What an acknowledgement tells of it. */
  Map<String, Object> details() {
    List<Integer> silent =
        IntStream.range(0, ranks).filter(rank -> !steps.containsKey(rank)).boxed().toList();
    return Map.of(
        "ranks", ranks, "ranks_applied", steps.size(), "ranks_late", late, "ranks_silent", silent);
  }
}
