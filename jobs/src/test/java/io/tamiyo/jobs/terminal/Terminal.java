package io.tamiyo.jobs.terminal;

import io.tamiyo.jobs.cli.Tamiyo;
import io.tamiyo.jobs.cluster.Installation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in this JVM, on the Redis of a test. */
public final class Terminal {

  private final Path directory;
  private final String redisUrl;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /**
   * @param directory for its state
   */
  public Terminal(Path directory, String redisUrl) {
    this.directory = directory;
    this.redisUrl = redisUrl;
  }

  /** Runs a command; returns its exit code. */
  public int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--redis=" + redisUrl);
    return Tamiyo.commandLine(new Installation(directory, directory.resolve("state")))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  /** What the last command printed. */
  public String out() {
    return out.toString();
  }

  /** What the last command complained about. */
  public String err() {
    return err.toString();
  }
}
