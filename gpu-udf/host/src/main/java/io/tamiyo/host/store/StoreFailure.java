package io.tamiyo.host.store;

/**
 * The store can't be read or written. The message names the file, what was found and what to do.
 */
public final class StoreFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StoreFailure(String message) {
    super(message);
  }

  public StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
