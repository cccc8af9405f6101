package io.tamiyo.operators.redis.source;

/** Why entries of a stream can no longer be read. */
public enum GapKind {
  /** They were trimmed or deleted before they were read. */
  TRIMMED("was trimmed"),
  /** The stream is another one than was read before, or an older state of it. */
  RECREATED("was recreated or rolled back"),
  /** Another server answers, and it cannot be shown that its stream holds what was read. */
  SERVER_CHANGED("moved to another server, where what was read last is missing");

  private final String what;

  GapKind(String what) {
    this.what = what;
  }

  /** What happened to the stream, as a predicate. */
  public String what() {
    return what;
  }
}
