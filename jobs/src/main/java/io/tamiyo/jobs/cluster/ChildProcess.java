package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that this JVM has started, and that ends with it; see {@link ChildCommand} for the rule
 * that makes it so.
 */
public final class ChildProcess implements AutoCloseable {
  /** How long a child has for ending in order. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final long POLL_MILLIS = 50;

  private final ChildCommand command;
  private final Process process;

  private ChildProcess(ChildCommand command, Process process) {
    this.command = command;
    this.process = process;
  }

  /**
   * Starts a child.
   *
   * @throws CommandFailure if the system refuses
   */
  public static ChildProcess start(ChildCommand command) {
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    try {
      Files.createDirectories(command.log().toAbsolutePath().getParent());
      return new ChildProcess(command, builder.start());
    } catch (IOException refused) {
      throw new CommandFailure(
          command.name() + " cannot be started: " + refused.getMessage(), refused);
    }
  }

  /** The process id of the child, or of the shell that watches it. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The file that takes the child's output. */
  public Path log() {
    return command.log();
  }

  /**
   * Waits until the child does its work.
   *
   * @param ready asked every 50 ms
   * @param atMost how long to wait
   * @throws CommandFailure if the child ends, or time passes, before it is ready
   */
  public void awaitReady(BooleanSupplier ready, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!ready.getAsBoolean()) {
      if (ended(Duration.ofMillis(POLL_MILLIS))) {
        throw failure("ended with code " + process.exitValue() + " before it was ready");
      }
      if (System.nanoTime() - deadline > 0) {
        throw failure("was not ready after " + atMost.toSeconds() + " s");
      }
    }
  }

  /**
   * Waits for the child to end by itself.
   *
   * @return whether it has ended
   */
  public boolean ended(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while waiting for " + command.name(), interrupted);
    }
  }

  /** The exit code of a child that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /**
   * Writes a line to the child's standard input.
   *
   * @throws CommandFailure if the child has ended
   */
  public void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException ended) {
      throw failure("does not listen", ended);
    }
  }

  /** The last line that the child wrote, which at the end of a child that reports is its report. */
  public Optional<String> lastWords() {
    return LogFile.lastLine(log());
  }

  /**
   * Makes sure that the child still runs.
   *
   * @throws CommandFailure with its last words if it does not
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw failure("ended with code " + process.exitValue());
    }
  }

  /** Asks the child to end and waits {@link #GRACE} before it uses force. */
  @Override
  public void close() {
    stop(GRACE);
  }

  /**
   * Ends the child: first in order, by closing its standard input, then by force, together with
   * what it has started.
   *
   * @param grace how long it has for ending in order
   */
  public void stop(Duration grace) {
    List<ProcessHandle> descendants;
    try (Stream<ProcessHandle> all = process.descendants()) {
      descendants = all.toList();
    }
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      LOG.debug("{} had closed its standard input", command.name(), alreadyGone);
    }
    if (ended(grace)) {
      return;
    }
    LOG.warn("{} did not end within {} s and is killed", command.name(), grace.toSeconds());
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    ended(GRACE);
  }

  private CommandFailure failure(String what) {
    return new CommandFailure(message(what));
  }

  private CommandFailure failure(String what, Exception cause) {
    return new CommandFailure(message(what), cause);
  }

  private String message(String what) {
    return command.name()
        + " "
        + what
        + lastWords().map(": "::concat).orElse("")
        + "; see "
        + log();
  }
}
