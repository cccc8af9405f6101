package io.tamiyo.contracts.wire.json;

/** Paths in a payload, for instance {@code messages[3].seed_id}. */
public final class Paths {

  private static final int MAX_NAME = 64;

  private Paths() {}

  /** A field of the object at {@code path}; a long name is cut. */
  public static String field(String path, String name) {
    String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /** An element of the array at {@code path}. */
  public static String index(String path, int index) {
    return path + "[" + index + "]";
  }
}
