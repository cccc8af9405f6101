package io.tamiyo.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Waits for a job that has been submitted. */
final class JobStart {
  private final FlinkRest rest;
  private final String id;

  JobStart(FlinkRest rest, String id) {
    this.rest = rest;
    this.id = id;
  }

  /**
   * Returns as soon as every task runs.
   *
   * @throws CommandFailure if the job fails, or does not come to run within a minute
   */
  void await() {
    Polling.until(this::runs, () -> failure("does not come to run"));
  }

  private boolean runs() {
    JsonNode job = rest.get("/jobs/" + id);
    String state = job.path("state").asText();
    if (state.equals("FAILED") || state.equals("CANCELED")) {
      throw failure("has " + state.toLowerCase(Locale.ROOT));
    }
    if (state.equals("FINISHED")) {
      return true;
    }
    for (JsonNode vertex : job.path("vertices")) {
      String task = vertex.path("status").asText();
      if (!task.equals("RUNNING") && !task.equals("FINISHED")) {
        return false;
      }
    }
    return state.equals("RUNNING");
  }

  private CommandFailure failure(String what) {
    return new CommandFailure(
        "job "
            + id
            + " "
            + what
            + cause()
            + "; see "
            + rest.base()
            + "/#/job/"
            + id
            + "/exceptions");
  }

  private String cause() {
    JsonNode history =
        rest.get("/jobs/" + id + "/exceptions").path("exceptionHistory").path("entries");
    return history.isEmpty() ? "" : ": " + RootCause.of(history.get(0).path("stacktrace").asText());
  }
}
