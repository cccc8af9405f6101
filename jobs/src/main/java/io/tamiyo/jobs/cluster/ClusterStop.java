package io.tamiyo.jobs.cluster;

import io.tamiyo.jobs.cluster.ClusterState.Member;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
    signal(members, ProcessHandle::destroy);
    if (!haveEnded(members, grace)) {
      signal(members, ProcessHandle::destroyForcibly);
      haveEnded(members, GRACE);
    }
  }

  private static void signal(List<Member> members, Consumer<ProcessHandle> signal) {
    members.forEach(member -> member.identity().find().ifPresent(signal));
  }

  private static boolean haveEnded(List<Member> members, Duration atMost) {
    return Polling.comesTrue(atMost, () -> members.stream().noneMatch(Member::runs));
  }
}
