package io.tamiyo.operators.archive;

import io.tamiyo.operators.delivery.InboundEntry;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Predicate;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Reads an archive, a minute at a time. Entries come in the order of their ids, those of one id by
 * their streams, whichever files they are in, so that the same archive always reads the same.
 */
public final class ArchiveReader {

  private static final Comparator<InboundEntry> ORDER =
      Comparator.comparingLong(InboundEntry::time)
          .thenComparingLong(InboundEntry::ordinal)
          .thenComparing(InboundEntry::stream);

  private final String path;
  private final ArchiveDirectory directory;

  /**
   * @param path of the archive
   */
  public ArchiveReader(String path) {
    this.path = path;
    this.directory = new ArchiveDirectory(path);
  }

  /**
   * The minutes that it has between two times, ascending.
   *
   * @param from milliseconds since 1970, inclusive
   * @param to exclusive
   * @throws IOException when there is no archive, or it can't be read
   */
  public NavigableSet<ArchiveMinute> minutes(long from, long to) throws IOException {
    return directory
        .minutes()
        .navigableKeySet()
        .subSet(ArchiveMinute.of(from), true, ArchiveMinute.of(to - 1), true);
  }

  /**
   * The entries of a minute that satisfy a condition.
   *
   * @throws IOException naming file and place of what can't be read
   */
  public List<InboundEntry> read(ArchiveMinute minute, Predicate<InboundEntry> wanted)
      throws IOException {
    List<InboundEntry> entries = new ArrayList<>();
    for (Path file : directory.files(minute, ArchiveSink.SUFFIX)) {
      read(file, wanted, entries);
    }
    entries.sort(ORDER);
    return withoutCopies(entries);
  }

  /** A job that began again before what it had archived has archived that once more. */
  private static List<InboundEntry> withoutCopies(List<InboundEntry> sorted) {
    List<InboundEntry> once = new ArrayList<>(sorted.size());
    for (InboundEntry entry : sorted) {
      if (once.isEmpty() || ORDER.compare(once.get(once.size() - 1), entry) != 0) {
        once.add(entry);
      }
    }
    return once;
  }

  private void read(Path file, Predicate<InboundEntry> wanted, List<InboundEntry> entries)
      throws IOException {
    FileSystem files = file.getFileSystem();
    int block = 0;
    try (FSDataInputStream stream = files.open(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream))) {
      for (List<InboundEntry> next = BlockFormat.read(in);
          !next.isEmpty();
          next = BlockFormat.read(in)) {
        next.stream().filter(wanted).forEach(entries::add);
        block++;
      }
    } catch (IOException damaged) {
      throw new IOException(
          "archive %s: block %d of %s can't be read: %s; move the file away to go on without it"
              .formatted(path, block, file, damaged.getMessage()),
          damaged);
    }
  }
}
