package io.tamiyo.operators.archive;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.flink.core.fs.Path;

/** Reads files of lines that stand in directories as those of the journal do. */
public final class ArchiveFiles {

  private ArchiveFiles() {}

  /**
   * What was read.
   *
   * @param lines the first ones
   * @param leftOut how many more there were
   */
  public record Lines(List<String> lines, long leftOut) {}

  /**
   * The first lines of the minutes between two times, file by file; none where there is no
   * directory. Files that are deleted meanwhile are left out.
   *
   * @param suffix of the files
   * @param from milliseconds since 1970, inclusive
   * @param to exclusive
   * @param wanted which lines
   * @param most how many are kept
   * @throws IOException naming the file that can't be read
   */
  public static Lines lines(
      String path, String suffix, long from, long to, Predicate<String> wanted, int most)
      throws IOException {
    ArchiveDirectory directory = new ArchiveDirectory(path);
    List<String> lines = new ArrayList<>();
    long leftOut = 0;
    for (ArchiveMinute minute : minutes(directory, from, to)) {
      for (Path file : files(directory, minute, suffix)) {
        leftOut += read(file, wanted, most, lines);
      }
    }
    return new Lines(lines, leftOut);
  }

  /** Adds lines of a file while there is room; returns how many it did not add. */
  private static long read(Path file, Predicate<String> wanted, int most, List<String> lines)
      throws IOException {
    long leftOut = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(file.getFileSystem().open(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (wanted.test(line)) {
          if (lines.size() < most) {
            lines.add(line);
          } else {
            leftOut++;
          }
        }
      }
    } catch (IOException damaged) {
      if (!(damaged instanceof FileNotFoundException) || file.getFileSystem().exists(file)) {
        throw new IOException(
            "%s can't be read: %s".formatted(file, damaged.getMessage()), damaged);
      }
    }
    return leftOut;
  }

  private static List<Path> files(ArchiveDirectory directory, ArchiveMinute minute, String suffix)
      throws IOException {
    try {
      return directory.files(minute, suffix);
    } catch (FileNotFoundException deleted) {
      return List.of();
    }
  }

  private static NavigableSet<ArchiveMinute> minutes(ArchiveDirectory directory, long from, long to)
      throws IOException {
    try {
      return directory
          .minutes()
          .navigableKeySet()
          .subSet(ArchiveMinute.of(from), true, ArchiveMinute.of(to - 1), true);
    } catch (FileNotFoundException none) {
      return new TreeSet<>();
    }
  }
}
