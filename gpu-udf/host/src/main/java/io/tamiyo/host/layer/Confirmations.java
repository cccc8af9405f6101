package io.tamiyo.host.layer;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which records are published as a whole. What follows from a record may leave by several channels
 * and be confirmed in any order; the mark in the store only moves over records that are complete.
 * It moves when nothing is outstanding, and else in strides, so that a burst of commands does not
 * cost a mark each; what is not marked at a restart is published again.
 */
final class Confirmations {

  private static final int STRIDE = 64;

  private final TreeMap<Long, Integer> outstanding = new TreeMap<>();
  private long greatest;
  private long marked;

  /** Something follows from a record, in so many parts. */
  synchronized void expect(long number, int parts) {
    outstanding.put(number, parts);
    greatest = Math.max(greatest, number);
  }

  /**
   * One part is confirmed.
   *
   * @return up to which record everything is published now, or empty when the mark need not move
   */
  synchronized OptionalLong confirm(long number) {
    if (outstanding.merge(number, -1, Integer::sum) > 0) {
      return OptionalLong.empty();
    }
    boolean first = outstanding.firstKey() == number;
    outstanding.remove(number);
    if (!first) {
      return OptionalLong.empty();
    }
    Map.Entry<Long, Integer> next = outstanding.firstEntry();
    long upTo = next == null ? greatest : next.getKey() - 1;
    if (next != null && upTo - marked < STRIDE) {
      return OptionalLong.empty();
    }
    marked = upTo;
    return OptionalLong.of(upTo);
  }
}
