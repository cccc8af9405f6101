package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.source.StreamDirectory;
import java.io.Serializable;
import java.util.List;

/**
 * The streams to read: exact names, glob patterns as Redis understands them, and what is announced.
 *
 * @param names streams that are read whether they exist yet or not
 * @param globs patterns whose streams are read once they exist
 * @param directory announces further streams, which are read whether they exist yet or not
 */
public record StreamPatterns(List<String> names, List<String> globs, StreamDirectory directory)
    implements Serializable {

  public StreamPatterns {
    names = List.copyOf(names);
    globs = List.copyOf(globs);
    if (names.isEmpty() && globs.isEmpty()) {
      throw new IllegalArgumentException("no stream and no pattern of streams is given");
    }
  }

  /** Sorts what is a name and what is a pattern, by the presence of {@code * ? [}. */
  public static StreamPatterns of(List<String> namesAndGlobs) {
    return new StreamPatterns(
        namesAndGlobs.stream().filter(text -> !isGlob(text)).toList(),
        namesAndGlobs.stream().filter(StreamPatterns::isGlob).toList(),
        StreamDirectory.none());
  }

  /** The same, and what a directory announces. */
  public StreamPatterns with(StreamDirectory announcing) {
    return new StreamPatterns(names, globs, announcing);
  }

  private static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }
}
