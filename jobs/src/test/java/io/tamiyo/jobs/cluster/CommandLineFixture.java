package io.tamiyo.jobs.cluster;

import io.tamiyo.jobs.cli.Tamiyo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Types commands, for an installation with a state directory of its own. */
public final class CommandLineFixture {
  private final Installation installation;

  /** What a person sees. */
  public record Outcome(int exitCode, String out, String err) {
    /** What scripts read. */
    public String firstLine() {
      return out.lines().findFirst().orElse("");
    }
  }

  /**
   * @param state the directory of this installation
   */
  public CommandLineFixture(Path state) {
    installation = new Installation(Installation.current().home(), state);
  }

  ClusterFiles files() {
    return new ClusterFiles(installation);
  }

  /** Types one command and returns when it is done. */
  public Outcome tamiyo(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Tamiyo.commandLine(installation)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
