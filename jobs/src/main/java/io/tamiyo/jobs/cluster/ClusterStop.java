package io.tamiyo.jobs.cluster;

import io.tamiyo.jobs.cluster.ClusterState.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the JVMs of a cluster, and only those: a process that has taken over an id is left alone.
 */
public final class ClusterStop {
  /** How long the JVMs have for ending in order. */
  static final Duration GRACE = Duration.ofSeconds(15);

  private final ClusterFiles files;

  public ClusterStop(Installation installation) {
    files = new ClusterFiles(installation);
  }

  /**
   * Ends the cluster, in order if it can, by force after 15 s, and forgets it. Checkpoints,
   * savepoints and logs stay.
   *
   * @return how many JVMs ran
   * @throws CommandFailure if there is no cluster
   */
  public int run() {
    return ClusterLock.holding(files, this::stop);
  }

  private int stop() {
    ClusterState state =
        files.load().orElseThrow(() -> new CommandFailure("no cluster runs; nothing to stop"));
    int running = state.members().size() - state.gone().size();
    end(state.members(), GRACE);
    files.forget();
    return running;
  }

  /**
   * Ends processes.
   *
   * @param grace how long they have for ending in order, all together
   */
  static void end(List<Member> members, Duration grace) {
    List<ProcessHandle> processes = new ArrayList<>();
    members.forEach(member -> member.identity().find().ifPresent(processes::add));
    processes.forEach(ProcessHandle::destroy);
    if (!haveEnded(processes, grace)) {
      processes.forEach(ProcessHandle::destroyForcibly);
      haveEnded(processes, GRACE);
    }
  }

  private static boolean haveEnded(List<ProcessHandle> processes, Duration atMost) {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (ExecutionException impossible) {
      throw new CommandFailure("cannot wait for a process: " + impossible, impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
