package io.tamiyo.contracts.naming;

import java.util.regex.Pattern;

/**
 * The rule for layer ids, and for every other id that becomes part of a Redis key: 1 to 128 of
 * {@code A-Z a-z 0-9 _ . -}, with no leading, trailing or double dot.
 */
public final class LayerId {

  private static final int MAX_LENGTH = 128;
  private static final int SHOWN_LENGTH = 40;
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private LayerId() {}

  /** Whether the text is a layer id. */
  public static boolean isValid(String text) {
    return text.length() <= MAX_LENGTH && RULE.matcher(text).matches();
  }

  /**
   * Returns the text when it is a layer id.
   *
   * @throws IllegalArgumentException quoting at most 40 characters of what was refused
   */
  public static String require(String text) {
    return require("layer_id", text);
  }

  /** As {@link #require(String)} for another field under the same rule. */
  public static String require(String field, String text) {
    if (isValid(text)) {
      return text;
    }
    String shown =
        text.length() > SHOWN_LENGTH
            ? text.substring(0, SHOWN_LENGTH) + "… (" + text.length() + " characters)"
            : text;
    throw new IllegalArgumentException(
        field
            + " \""
            + shown
            + "\" is not 1 to 128 of A-Z a-z 0-9 _ . - without leading, trailing or double dot");
  }
}
