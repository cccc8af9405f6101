package io.tamiyo.jobs.cluster;

/**
 * A command cannot do what it was asked for. The message is one line for a person: what is wrong
 * and what to do. The command line prints it alone and exits with 1; the cause goes to the log.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong; what to do
   */
  public CommandFailure(String message) {
    super(message);
  }

  /**
   * @param message what is wrong; what to do
   * @param cause what was thrown, for the log
   */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
