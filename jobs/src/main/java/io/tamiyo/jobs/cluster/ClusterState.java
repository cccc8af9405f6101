package io.tamiyo.jobs.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cluster on this machine consists of, as its state file keeps it.
 *
 * @param options its size
 * @param members its JVMs, the JobManager first
 */
public record ClusterState(ClusterOptions options, List<Member> members) {
  public ClusterState {
    members = List.copyOf(members);
  }

  /**
   * One JVM of the cluster.
   *
   * @param name jobmanager, or taskmanager-1 and so on; also the name of its log
   * @param pid its process id
   * @param startedMillis when it started, in ms since 1970
   */
  public record Member(String name, long pid, long startedMillis) {
    /** The member that a process that has just been started is. */
    public static Member of(String name, ProcessHandle process) {
      ProcessIdentity identity = ProcessIdentity.of(process);
      return new Member(name, identity.pid(), identity.started().toEpochMilli());
    }

    /** Tells the process from a later one with the same id. */
    public ProcessIdentity identity() {
      return new ProcessIdentity(pid, Instant.ofEpochMilli(startedMillis));
    }

    /** Whether the very process that was started still runs. */
    public boolean runs() {
      return identity().find().isPresent();
    }
  }

  /** The same with one more member. */
  public ClusterState plus(Member member) {
    List<Member> more = new ArrayList<>(members);
    more.add(member);
    return new ClusterState(options, more);
  }

  /** The members that have ended. */
  public List<String> gone() {
    return members.stream().filter(member -> !member.runs()).map(Member::name).toList();
  }
}
