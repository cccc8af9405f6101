package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;

/**
 * A message that could be read and that an operator failed on. It becomes a dead letter, so that
 * its neighbours, and all other layers, need not wait for a release that can take it. Only where
 * what is known of the layer stays true without it: elsewhere the job fails, as {@link
 * EntryFailedException} says.
 *
 * @param operator its name
 * @param message by its identity, one of the delivery's
 * @param cause what the operator threw
 */
public record Failure(String operator, Message message, RuntimeException cause) {

  private static final String OWN_CODE = "io.tamiyo.";

  /** What was thrown, and by which line of ours. */
  public String detail() {
    return operator + " failed: " + cause + at(cause.getStackTrace());
  }

  /** The first line of our own; empty where the JVM has left the trace out. */
  private static String at(StackTraceElement[] trace) {
    for (StackTraceElement element : trace) {
      if (element.getClassName().startsWith(OWN_CODE)) {
        return " at " + element;
      }
    }
    return "";
  }
}
