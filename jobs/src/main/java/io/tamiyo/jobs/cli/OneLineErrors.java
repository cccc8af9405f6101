package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.Installation;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says a failure in one line, keeps its stack trace in the log, and exits with 1. */
final class OneLineErrors implements IExecutionExceptionHandler {
  private final BooleanSupplier verbose;
  private final Installation installation;

  OneLineErrors(BooleanSupplier verbose, Installation installation) {
    this.verbose = verbose;
    this.installation = installation;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    // Starting the logging takes longer than most commands; only failures need it.
    LoggerFactory.getLogger(OneLineErrors.class)
        .error("{} failed", command.getCommandName(), failure);
    PrintWriter err = command.getErr();
    err.println("tamiyo: " + oneLine(failure));
    if (verbose.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  private String oneLine(Exception failure) {
    if (failure instanceof CommandFailure) {
      return String.valueOf(failure.getMessage()).replace('\n', ' ');
    }
    return "unexpected "
        + String.valueOf(failure).replace('\n', ' ')
        + "; the whole trace is in "
        + installation.state().resolve("logs/tamiyo.log");
  }
}
