package io.tamiyo.contracts.naming;

/**
 * The rule for layer ids, and for every other id that becomes part of a Redis key: 1 to 128 of
 * {@code A-Z a-z 0-9 _ . -}, with no leading, trailing or double dot.
 */
public final class LayerId {

  private static final int MAX_LENGTH = 128;
  private static final int SHOWN_LENGTH = 40;

  private LayerId() {}

  /** Whether the text is a layer id. Asked several times an entry, so it is no pattern. */
  public static boolean isValid(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    char before = '.';
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '.' ? before == '.' : !isInWord(next)) {
        return false;
      }
      before = next;
    }
    return before != '.';
  }

  private static boolean isInWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
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
