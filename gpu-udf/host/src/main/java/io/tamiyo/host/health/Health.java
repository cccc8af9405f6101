package io.tamiyo.host.health;

/**
 * What a check has found.
 *
 * @param healthy whether it is well
 * @param detail for people
 */
public record Health(boolean healthy, String detail) {

  /** It is well. */
  public static Health good(String detail) {
    return new Health(true, detail);
  }

  /** It is not well. */
  public static Health bad(String detail) {
    return new Health(false, detail);
  }
}
