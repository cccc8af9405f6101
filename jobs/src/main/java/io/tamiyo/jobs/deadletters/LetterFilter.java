package io.tamiyo.jobs.deadletters;

import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.redis.StreamId;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which letters a command is about; what is empty excludes none.
 *
 * @param causes short names
 * @param layers ids; a dash stands for letters of no layer
 * @param from the first id
 * @param to the last id
 */
record LetterFilter(Set<String> causes, Set<String> layers, StreamId from, StreamId to)
    implements Predicate<StoredLetter> {

  LetterFilter {
    causes = Set.copyOf(causes);
    layers = Set.copyOf(layers);
  }

  /** The same, of letters up to one only. */
  LetterFilter upTo(StreamId last) {
    return new LetterFilter(causes, layers, from, to.isAfter(last) ? last : to);
  }

  @Override
  public boolean test(StoredLetter letter) {
    return (causes.isEmpty() || causes.contains(letter.cause()))
        && (layers.isEmpty() || layers.contains(letter.layer()))
        && letter.id().compareTo(from) >= 0
        && letter.id().compareTo(to) <= 0;
  }
}
