package io.tamiyo.host.layer;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which records are published as a whole. What follows from a record may leave by several channels
 * and be confirmed in any order; the mark in the store only moves over records that are complete.
 */
final class Confirmations {

  private final TreeMap<Long, Integer> outstanding = new TreeMap<>();
  private long greatest;

  /** Something follows from a record, in so many parts. */
  synchronized void expect(long number, int parts) {
    outstanding.put(number, parts);
    greatest = Math.max(greatest, number);
  }

  /**
   * One part is confirmed.
   *
   * @return up to which record everything is published now, or empty when that has not moved
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
    return OptionalLong.of(next == null ? greatest : next.getKey() - 1);
  }
}
