package io.tamiyo.operators.tracking;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Acknowledgements of copies that have not been read from the control log yet: after a restart both
 * streams are read again, and the answers may come first. Bounded; a forgotten one costs a retry.
 */
final class EarlyAnswers {

  /** Answers that are remembered. */
  static final int BOUND = 4_096;

  private final Set<String> copies = new LinkedHashSet<>();

  static EarlyAnswers of(Collection<String> copies) {
    EarlyAnswers answers = new EarlyAnswers();
    answers.copies.addAll(copies);
    return answers;
  }

  void add(String commandId, long epoch) {
    copies.add(key(commandId, epoch));
    if (copies.size() > BOUND) {
      Iterator<String> oldest = copies.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Whether the copy was acknowledged; it is asked once. */
  boolean take(String commandId, long epoch) {
    return copies.remove(key(commandId, epoch));
  }

  void clear() {
    copies.clear();
  }

  List<String> all() {
    return List.copyOf(copies);
  }

  private static String key(String commandId, long epoch) {
    return epoch + "@" + commandId;
  }
}
