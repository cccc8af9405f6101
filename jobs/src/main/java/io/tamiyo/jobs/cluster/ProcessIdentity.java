package io.tamiyo.jobs.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine, told from a later one with the same id by when it started. Files keep
 * it, so that a process that has taken over the id is never taken for ours.
 *
 * @param pid the process id
 * @param started when it started, to the system's resolution
 */
public record ProcessIdentity(long pid, Instant started) {
  /** Linux counts a start from the time of the boot, which it knows to a second. */
  private static final Duration RESOLUTION = Duration.ofSeconds(2);

  /**
   * The identity of a process that runs.
   *
   * @throws CommandFailure if it has ended, or the system does not say when it started
   */
  public static ProcessIdentity of(ProcessHandle process) {
    Instant started =
        process
            .info()
            .startInstant()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "process " + process.pid() + " has ended, or does not show its start"));
    return new ProcessIdentity(process.pid(), started);
  }

  /**
   * The process, if it still runs. One that has ended and that nobody has asked for its exit code,
   * as happens in containers without an init process, counts as ended: it has no command any more.
   */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().isPresent())
        .filter(this::isSame);
  }

  private boolean isSame(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, started).abs().compareTo(RESOLUTION) <= 0)
        .orElse(false);
  }
}
