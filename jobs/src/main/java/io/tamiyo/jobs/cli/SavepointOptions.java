package io.tamiyo.jobs.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job, and where to. */
final class SavepointOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "Id or name of the job. Default: the only one that runs.")
  private String job = "";

  @Option(
      names = "--savepoint-dir",
      paramLabel = "DIR",
      description = "Directory or URI to put the savepoint into. Default: .tamiyo/savepoints.")
  private String directory = "";

  String job() {
    return job;
  }

  String directory() {
    return directory;
  }
}
