package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.delivery.RetryPolicy;
import io.tamiyo.operators.redis.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Letters counted by what they have in common, without keeping them. */
final class LetterGroups {

  /** Beyond this, letters of further groups are counted together. */
  static final int MOST = 1_000;

  private static final String OTHERS = "(others)";
  private static final int MOST_DETAIL = 100;

  /**
   * Letters with one cause, or of one layer and cause.
   *
   * @param letters how many there are
   * @param messages how many messages they stand for
   * @param firstMs when the first of them failed for the first time
   * @param lastMs when the last of them failed
   * @param newest the id of that one, to look at it
   * @param detail what was found and expected in it
   */
  record Group(
      String cause,
      String layer,
      long letters,
      long messages,
      long firstMs,
      long lastMs,
      String newest,
      String detail) {

    RetryPolicy policy() {
      return RetryPolicy.of(cause);
    }

    private Group with(StoredLetter letter) {
      boolean newer = letter.id().ms() >= lastMs;
      return new Group(
          cause,
          layer,
          letters + 1,
          messages + letter.letter().count(),
          Math.min(firstMs, letter.first().ms()),
          Math.max(lastMs, letter.id().ms()),
          newer ? letter.id().toString() : newest,
          newer ? Table.shortened(letter.letter().detail(), MOST_DETAIL) : detail);
    }
  }

  private record Key(String cause, String layer) {}

  private final boolean byLayer;
  private final Map<Key, Group> groups =
      new TreeMap<>(Comparator.comparing(Key::cause).thenComparing(Key::layer));

  /**
   * @param byLayer whether letters of different layers are counted apart
   */
  LetterGroups(boolean byLayer) {
    this.byLayer = byLayer;
  }

  void add(StoredLetter letter) {
    Key key = new Key(letter.cause(), byLayer ? letter.layer() : "");
    if (groups.size() >= MOST && !groups.containsKey(key)) {
      key = new Key(OTHERS, "");
    }
    Group before = groups.get(key);
    StreamId id = letter.id();
    Group empty = new Group(key.cause(), key.layer(), 0, 0, Long.MAX_VALUE, 0, id.toString(), "");
    groups.put(key, (before == null ? empty : before).with(letter));
  }

  /** The groups, that with the most letters first. */
  List<Group> largestFirst() {
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(Comparator.comparingLong(Group::letters).reversed());
    return sorted;
  }

  long letters() {
    return groups.values().stream().mapToLong(Group::letters).sum();
  }

  long messages() {
    return groups.values().stream().mapToLong(Group::messages).sum();
  }
}
