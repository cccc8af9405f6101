package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What a log says, in a line. */
final class LogFile {
  private LogFile() {}

  /** The last line that is not blank. */
  static Optional<String> lastLine(Path log) {
    return last(log, line -> !line.isBlank());
  }

  /** The last error, or its innermost cause. */
  static Optional<String> lastError(Path log) {
    return last(log, line -> line.startsWith("Caused by: ") || line.contains(" ERROR "))
        .map(line -> line.startsWith("Caused by: ") ? RootCause.of(line) : line);
  }

  private static Optional<String> last(Path log, Predicate<String> wanted) {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines.filter(wanted).reduce((first, second) -> second).map(String::strip);
    } catch (IOException unreadable) {
      LoggerFactory.getLogger(LogFile.class).debug("{} cannot be read", log, unreadable);
      return Optional.empty();
    }
  }
}
