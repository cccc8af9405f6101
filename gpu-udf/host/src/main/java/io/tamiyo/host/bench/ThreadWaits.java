package io.tamiyo.host.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Whether a thread ever waited, by the JVM's own flight recorder: for a park, a lock or a socket,
 * however shortly.
 */
final class ThreadWaits implements AutoCloseable {

  private static final List<String> EVENTS =
      List.of(
          "jdk.ThreadPark",
          "jdk.ThreadSleep",
          "jdk.JavaMonitorEnter",
          "jdk.JavaMonitorWait",
          "jdk.SocketRead",
          "jdk.SocketWrite");

  private static final int FRAMES = 4;

  private final Recording recording = new Recording();

  /** Begins to record. */
  ThreadWaits() {
    EVENTS.forEach(event -> recording.enable(event).withoutThreshold().withStackTrace());
    recording.start();
  }

  /**
   * Ends, and gives what was recorded of a thread: one line an event, with its innermost frames.
   *
   * @throws UncheckedIOException when the recording can't be written or read
   */
  List<String> of(Thread thread) {
    recording.stop();
    try {
      Path file = Files.createTempFile("tamiyo-bench-", ".jfr");
      try {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
            .filter(event -> isOf(thread, event.getThread()))
            .map(ThreadWaits::line)
            .toList();
      } finally {
        Files.delete(file);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("the flight recording can't be read", broken);
    }
  }

  private static boolean isOf(Thread thread, RecordedThread recorded) {
    return recorded != null && recorded.getJavaThreadId() == thread.getId();
  }

  private static String line(RecordedEvent event) {
    String at =
        event.getStackTrace() == null
            ? ""
            : event.getStackTrace().getFrames().stream()
                .limit(FRAMES)
                .map(
                    frame ->
                        frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
                .toList()
                .toString();
    return event.getEventType().getName() + " " + event.getDuration().toNanos() + " ns " + at;
  }

  @Override
  public void close() {
    recording.close();
  }
}
