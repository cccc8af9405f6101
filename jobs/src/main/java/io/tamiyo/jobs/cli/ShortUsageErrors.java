package io.tamiyo.jobs.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was typed wrong, what was perhaps meant, and where to read more; exits with 2. */
final class ShortUsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("tamiyo: " + mistake.getMessage());
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println(
        "Try './" + command.getCommandSpec().qualifiedName() + " --help' for what it can do.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
