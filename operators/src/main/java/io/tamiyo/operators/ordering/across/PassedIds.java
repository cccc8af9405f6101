package io.tamiyo.operators.ordering.across;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The ids of the messages that have passed last, as many and as long as the options say. They are
 * numbered as they pass, so that what was added and forgotten since they were kept last can be told
 * by two numbers.
 */
final class PassedIds {

  private final int window;
  private final long rememberMs;
  private final Deque<PassedId> inTurn = new ArrayDeque<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private long oldest;

  /**
   * @param oldest the number of the first of them
   * @param ids what is remembered, in turn
   */
  PassedIds(AcrossOptions options, long oldest, Collection<PassedId> ids) {
    this.window = options.rememberedIds();
    this.rememberMs = options.rememberMs();
    this.oldest = oldest;
    ids.forEach(this::append);
  }

  /** Remembers an id, unless it is none or one that nobody can name. */
  void add(String id, long time) {
    if (id.isEmpty() || id.length() > Dependencies.MAX_ID_LENGTH) {
      return;
    }
    append(new PassedId(id, time));
    forgetBefore(time - rememberMs);
  }

  boolean contains(String id) {
    return numbers.containsKey(id);
  }

  /** The number of the first that is remembered. */
  long oldest() {
    return oldest;
  }

  /** The number of the next. */
  long next() {
    return oldest + inTurn.size();
  }

  /** Those from a number on, in turn; the first is the first that is remembered and asked for. */
  Iterator<PassedId> from(long number) {
    return inTurn.stream().skip(Math.max(0, number - oldest)).iterator();
  }

  private void append(PassedId passed) {
    numbers.put(passed.id(), next());
    inTurn.addLast(passed);
  }

  private void forgetBefore(long time) {
    PassedId first = inTurn.peekFirst();
    while (first != null && (inTurn.size() > window || first.time() < time)) {
      numbers.remove(first.id(), oldest);
      inTurn.removeFirst();
      oldest++;
      first = inTurn.peekFirst();
    }
  }
}
