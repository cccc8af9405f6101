package io.tamiyo.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A cluster that was started and not stopped.
 *
 * @param state its members
 * @param rest its JobManager's REST interface
 */
public record RunningCluster(ClusterState state, FlinkRest rest) {
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  /** A job as Flink's overview tells it. */
  public record Job(String id, String name, String state) {
    /** Whether it will do nothing more. */
    public boolean ended() {
      return ENDED.contains(state);
    }
  }

  /**
   * Task slots of all TaskManagers.
   *
   * @param total registered
   * @param free taking no task
   */
  public record Slots(int taskManagers, int total, int free) {}

  static RunningCluster of(ClusterState state) {
    URI base = URI.create("http://localhost:" + state.options().webPort());
    return new RunningCluster(state, new FlinkRest(base));
  }

  /**
   * The cluster of an installation.
   *
   * @throws CommandFailure if none runs
   */
  public static RunningCluster of(ClusterFiles files) {
    return files
        .load()
        .map(RunningCluster::of)
        .orElseThrow(
            () -> new CommandFailure("no cluster runs; start one with ./tamiyo cluster start"));
  }

  /** The slots that are registered now. */
  public Slots slots() {
    return slots(rest.get("/overview"));
  }

  /** Whether REST answers and every slot is registered. */
  boolean isComplete() {
    return rest.tryGet("/overview")
        .map(RunningCluster::slots)
        .map(slots -> slots.total() == state.options().totalSlots())
        .orElse(false);
  }

  /** The jobs that the JobManager knows, running or ended. */
  public List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(job.path("jid").asText(), job.path("name").asText(), job.path("state").asText()));
    }
    return List.copyOf(jobs);
  }

  /**
   * The job that is meant.
   *
   * @param idOrName empty for the only one that runs
   * @throws CommandFailure if no job, or more than one, fits
   */
  public Job runningJob(String idOrName) {
    List<Job> running = jobs().stream().filter(job -> !job.ended()).toList();
    List<Job> meant =
        running.stream()
            .filter(
                job ->
                    idOrName.isEmpty() || idOrName.equals(job.id()) || idOrName.equals(job.name()))
            .toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    if (running.isEmpty()) {
      throw new CommandFailure("no job runs; send one with ./tamiyo submit");
    }
    String names =
        String.join(", ", running.stream().map(job -> job.id() + " (" + job.name() + ")").toList());
    if (meant.isEmpty()) {
      throw new CommandFailure("no job " + idOrName + " runs; these do: " + names);
    }
    throw new CommandFailure("several jobs run; name one by its id: " + names);
  }

  private static Slots slots(JsonNode overview) {
    return new Slots(
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt());
  }
}
