package io.tamiyo.jobs.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The innermost cause of a failure, in one line. */
final class RootCause {
  private static final String CAUSED_BY = "Caused by: ";

  /** The class of an exception without its package, and its message. */
  private static final Pattern NAMED =
      Pattern.compile("(?:[a-z]\\w*\\.)*(\\w+(?:Exception|Error|Failure)): (.*)");

  private RootCause() {}

  /** The message of the innermost cause; a cause on another machine is a trace within a message. */
  static String of(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    if (message != null && message.contains(CAUSED_BY)) {
      return of(message);
    }
    String name = innermost.getClass().getSimpleName();
    return message == null ? name : readable(name, firstLine(message));
  }

  /**
   * The innermost cause that a stack trace names; the first line of any other text.
   *
   * @param trace as printStackTrace writes it
   */
  static String of(String trace) {
    List<String> causes =
        trace.lines().map(String::strip).filter(line -> line.startsWith(CAUSED_BY)).toList();
    String cause =
        causes.isEmpty()
            ? firstLine(trace)
            : causes.get(causes.size() - 1).substring(CAUSED_BY.length());
    Matcher named = NAMED.matcher(cause);
    return named.matches() ? readable(named.group(1), named.group(2)) : cause;
  }

  /** A sentence speaks for itself; a single word needs the name of its exception. */
  private static String readable(String exception, String message) {
    return message.contains(" ") ? message : exception + ": " + message;
  }

  private static String firstLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("<Exception on server side"))
        .findFirst()
        .orElse("no reason given");
  }
}
