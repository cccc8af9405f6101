package io.tamiyo.operators.archive;

import io.tamiyo.operators.archive.ArchiveRetention.Held;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** The files of an archive. Hidden ones are still written. */
final class ArchiveDirectory {

  /** How often a directory is listed while what it holds is being deleted. */
  private static final int TRIES = 10;

  private final Path root;

  ArchiveDirectory(String path) {
    root = new Path(path);
  }

  /**
   * What there is of each minute; what is deleted meanwhile is left out.
   *
   * @throws FileNotFoundException when there is no archive
   */
  NavigableMap<ArchiveMinute, Held> minutes() throws IOException {
    NavigableMap<ArchiveMinute, Held> minutes = new TreeMap<>();
    for (FileStatus day : list(root)) {
      if (day.isDir()) {
        for (FileStatus directory : listOrNone(day.getPath())) {
          String name = day.getPath().getName() + "/" + directory.getPath().getName();
          Optional<ArchiveMinute> minute = ArchiveMinute.named(name);
          if (minute.isPresent()) {
            minutes.put(minute.get(), held(directory));
          }
        }
      }
    }
    return minutes;
  }

  private Held held(FileStatus directory) throws IOException {
    long bytes = 0;
    long written = directory.getModificationTime();
    for (FileStatus file : listOrNone(directory.getPath())) {
      bytes += file.getLen();
      written = Math.max(written, file.getModificationTime());
    }
    return new Held(bytes, written);
  }

  /** The finished files of a minute that end with a suffix, by name. */
  List<Path> files(ArchiveMinute minute, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    for (FileStatus file : list(new Path(root, minute.directory()))) {
      String name = file.getPath().getName();
      if (name.endsWith(suffix) && !name.startsWith(".")) {
        files.add(file.getPath());
      }
    }
    files.sort(Comparator.comparing(Path::getName));
    return files;
  }

  /** Deletes a minute, and its day with the last one. */
  void delete(ArchiveMinute minute) throws IOException {
    Path directory = new Path(root, minute.directory());
    FileSystem files = root.getFileSystem();
    files.delete(directory, true);
    Path day = directory.getParent();
    if (list(day).length == 0) {
      files.delete(day, false);
    }
  }

  private FileStatus[] listOrNone(Path directory) throws IOException {
    try {
      return list(directory);
    } catch (FileNotFoundException deleted) {
      return new FileStatus[0];
    }
  }

  /**
   * What a directory holds. Some file systems refuse to list one while a part of it is deleted, as
   * though it were not there itself.
   */
  private FileStatus[] list(Path directory) throws IOException {
    FileSystem files = root.getFileSystem();
    for (int tries = 0; tries < TRIES; tries++) {
      FileStatus[] found = listed(files, directory);
      if (found != null) {
        return found;
      }
      if (!files.exists(directory)) {
        throw new FileNotFoundException(directory + " is not there");
      }
    }
    throw new IOException(directory + " can't be listed; see whether this user may read it");
  }

  private static FileStatus @Nullable [] listed(FileSystem files, Path directory)
      throws IOException {
    try {
      return files.listStatus(directory);
    } catch (FileNotFoundException deleted) {
      return null;
    }
  }
}
