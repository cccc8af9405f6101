package io.tamiyo.jobs.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The children of this JVM. Closing ends them, the last started first. */
public final class ChildProcesses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcesses.class);

  private final Deque<ChildProcess> children = new ArrayDeque<>();

  /** Starts a child, to be ended with the others. */
  public synchronized ChildProcess start(ChildCommand command) {
    ChildProcess child = ChildProcess.start(command);
    children.push(child);
    return child;
  }

  @Override
  public synchronized void close() {
    while (!children.isEmpty()) {
      ChildProcess child = children.pop();
      try {
        child.close();
      } catch (CommandFailure failure) {
        LOG.warn("a child may still run: process {}", child.pid(), failure);
      }
    }
  }
}
