package io.tamiyo.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Waits for a job that has been submitted. */
final class JobStart {
  private final FlinkRest rest;
  private final String id;

  JobStart(FlinkRest rest, String id) {
    this.rest = rest;
    this.id = id;
  }

  /**
   * Returns as soon as every task runs. A job that fails before that is cancelled, so that it does
   * not try for ever unseen.
   *
   * @throws CommandFailure if the job fails, or does not come to run within three minutes
   */
  void await() {
    Polling.until(Polling.PATIENCE, this::runs, () -> cancelled("did not come to run"));
  }

  private boolean runs() {
    JsonNode job = rest.get("/jobs/" + id);
    String state = job.path("state").asText();
    if (state.equals("FINISHED")) {
      return true;
    }
    if (state.equals("FAILED") || state.equals("CANCELED")) {
      throw new CommandFailure("job " + id + " failed" + causeAndPlace());
    }
    if (state.equals("RUNNING") && allTasksRun(job)) {
      return true;
    }
    if (cause().isPresent()) {
      throw cancelled("failed and is cancelled");
    }
    return false;
  }

  private static boolean allTasksRun(JsonNode job) {
    for (JsonNode vertex : job.path("vertices")) {
      String task = vertex.path("status").asText();
      if (!task.equals("RUNNING") && !task.equals("FINISHED")) {
        return false;
      }
    }
    return true;
  }

  private CommandFailure cancelled(String what) {
    CommandFailure failure = new CommandFailure("job " + id + " " + what + causeAndPlace());
    rest.patch("/jobs/" + id + "?mode=cancel");
    return failure;
  }

  private String causeAndPlace() {
    return cause().map(": "::concat).orElse("")
        + "; see "
        + rest.base()
        + "/#/job/"
        + id
        + "/exceptions";
  }

  private Optional<String> cause() {
    JsonNode history =
        rest.get("/jobs/" + id + "/exceptions").path("exceptionHistory").path("entries");
    return history.isEmpty()
        ? Optional.empty()
        : Optional.of(RootCause.of(history.get(0).path("stacktrace").asText()));
  }
}
