package io.tamiyo.contracts.wire;

/**
 * A claim check store can't be asked at the moment, so nothing is known of the payload, which may
 * well be there. Whoever reads the entry must read it again later, and not give it up.
 */
public final class ClaimCheckOutage extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ClaimCheckOutage(String message, Throwable cause) {
    super(message, cause);
  }
}
