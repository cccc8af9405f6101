package io.tamiyo.operators.correlation;

import java.util.Collection;
import java.util.Iterator;

/** Bounds what is kept in the order in which it came. */
final class Oldest {

  private Oldest() {}

  /** Takes away the oldest of more than so many; returns how many those were. */
  static int forget(Collection<?> oldestFirst, int most) {
    int forgotten = 0;
    Iterator<?> oldest = oldestFirst.iterator();
    while (oldestFirst.size() > most) {
      oldest.next();
      oldest.remove();
      forgotten++;
    }
    return forgotten;
  }
}
