package io.tamiyo.jobs.controlplane;

import java.util.Map;
import java.util.TreeMap;

/** Reads {@code --key value --other.key value}, which is how Flink hands arguments to a job. */
public final class Arguments {

  private Arguments() {}

  /**
   * The values by key.
   *
   * @throws IllegalArgumentException naming what is not a key, has no value, or is given twice
   */
  public static Map<String, String> parse(String[] arguments) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--")) {
        throw new IllegalArgumentException("expected --key, found " + arguments[i]);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " has no value");
      }
      if (values.put(arguments[i].substring(2), arguments[i + 1]) != null) {
        throw new IllegalArgumentException(arguments[i] + " is given twice");
      }
    }
    return values;
  }
}
