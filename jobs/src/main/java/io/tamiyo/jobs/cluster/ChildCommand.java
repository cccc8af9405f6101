package io.tamiyo.jobs.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start a child that ends with its parent, even when that is killed with {@code kill -9}.
 * The parent holds the other end of the child's standard input, and end of file on it means: end
 * now. Our own JVMs read it themselves ({@link #jvm}); for other programs a shell does ({@link
 * #program}). Children do not see Ctrl-C, which the terminal sends to all: the parent decides in
 * which order things end.
 *
 * @param name for messages
 * @param arguments the whole command line; never a secret, since everybody on the machine can read
 *     it
 * @param environment variables beside the parent's own; the place for secrets
 * @param log takes what the child writes to standard output and standard error
 */
public record ChildCommand(
    String name, List<String> arguments, Map<String, String> environment, Path log) {
  private static final String DEAF_TO_THE_TERMINAL = "trap '' INT HUP; exec \"$@\"";

  /**
   * The watcher ends the program when the parent's end of the pipe closes, by force after 5 s; the
   * shell ends when the program does, with its code. setsid (Linux) or Perl (Mac) keeps the
   * terminal's signals from programs that handle them themselves, as Redis does. Shell and watcher
   * ignore signals: killed together with the parent, they could not end the program. So the shell
   * ends the watcher by force, and that waits without a process of its own that would stay.
   */
  private static final String WATCHED =
      """
      trap '' INT HUP TERM
      exec 3<&0
      if command -v setsid >/dev/null; then set -- setsid "$@"
      elif command -v perl >/dev/null; then set -- perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' "$@"
      fi
      ( trap - TERM; exec "$@" ) </dev/null 3<&- &
      child=$!
      {
        while read -r line; do :; done <&3
        kill "$child"
        tries=0
        while [ "$tries" -lt 50 ] && kill -0 "$child"; do sleep 0.1; tries=$((tries + 1)); done
        kill -9 "$child"
      } 2>/dev/null &
      watcher=$!
      exec 3<&-
      wait "$child"
      code=$?
      kill -9 "$watcher" 2>/dev/null
      exit "$code"
      """;

  public ChildCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /**
   * A JVM of Tamiyo. Its main class must read standard input to its end on a daemon thread, and
   * then exit in order.
   *
   * @param name for messages
   * @param classPath handed over in the environment: it would fill the process list
   * @param options of the JVM, the main class and its arguments
   * @param log the file for its output
   */
  public static ChildCommand jvm(
      Installation installation, String name, String classPath, List<String> options, Path log) {
    List<String> command = new ArrayList<>(installation.javaCommand());
    command.addAll(options);
    return new ChildCommand(name, deafToTheTerminal(command), Map.of("CLASSPATH", classPath), log);
  }

  /** Any program that ends in order on SIGTERM. */
  public static ChildCommand program(String name, List<String> command, Path log) {
    return new ChildCommand(name, shell(WATCHED, command), Map.of(), log);
  }

  /** The same with one more environment variable. */
  public ChildCommand with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ChildCommand(name, arguments, more, log);
  }

  /**
   * The same command, with the terminal's Ctrl-C and hang-up ignored; a JVM leaves ignored signals
   * ignored.
   */
  static List<String> deafToTheTerminal(List<String> java) {
    return shell(DEAF_TO_THE_TERMINAL, java);
  }

  private static List<String> shell(String script, List<String> command) {
    List<String> all = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    all.addAll(command);
    return all;
  }
}
