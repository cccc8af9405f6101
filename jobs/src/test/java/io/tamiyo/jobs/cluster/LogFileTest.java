package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  private final Path log;

  LogFileTest(@TempDir Path directory) {
    log = directory.resolve("log");
  }

  @Test
  void findsTheLastLineThatSaysSomething() throws IOException {
    Files.writeString(log, "first\n  second\n\n \n");

    assertThat(LogFile.lastLine(log)).contains("second");
  }

  @Test
  void findsTheInnermostCauseOfTheLastError() throws IOException {
    Files.writeString(
        log,
        """
        12:00 INFO  starting
        12:01 ERROR [main] Terminating
        java.lang.RuntimeException: outer
        Caused by: java.net.BindException: Could not bind
        \tat a.b.C
        12:02 INFO  ended
        """);

    assertThat(LogFile.lastError(log)).contains("Could not bind");
  }

  @Test
  void findsAnErrorWithoutCause() throws IOException {
    Files.writeString(log, "12:01 ERROR [main] out of slots\n12:02 INFO  ended\n");

    assertThat(LogFile.lastError(log)).contains("12:01 ERROR [main] out of slots");
  }

  @Test
  void saysNothingWithoutALog() {
    assertThat(LogFile.lastLine(log)).isEmpty();
    assertThat(LogFile.lastError(log)).isEmpty();
  }
}
