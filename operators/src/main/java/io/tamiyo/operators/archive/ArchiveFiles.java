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
   * The first lines of the minutes between two times, file by file; none where there is no
   * directory.
   *
   * @param suffix of the files
   * @param from milliseconds since 1970, inclusive
   * @param to exclusive
   * @param wanted which lines
   * @param most how many
   * @throws IOException naming the file that can't be read
   */
  public static List<String> lines(
      String path, String suffix, long from, long to, Predicate<String> wanted, int most)
      throws IOException {
    ArchiveDirectory directory = new ArchiveDirectory(path);
    List<String> lines = new ArrayList<>();
    for (ArchiveMinute minute : minutes(directory, from, to)) {
      for (Path file : directory.files(minute, suffix)) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(file.getFileSystem().open(file), StandardCharsets.UTF_8))) {
          in.lines().filter(wanted).limit(most - lines.size()).forEach(lines::add);
        }
      }
    }
    return lines;
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
