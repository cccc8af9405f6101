package io.tamiyo.host.spool;

import io.tamiyo.host.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bounded queue of byte strings on disk, in segments; it outlives its process. What is read stays
 * until it is settled: whoever opens the directory next reads from the first record on that was
 * not. So after a kill a record may be read twice, and none is left out. Any thread may call; the
 * directory belongs to one process at a time, which is for its owner to see to.
 */
public final class Spool implements AutoCloseable {

  private static final long FIRST = 1L << 32;
  private static final Pattern NAME = Pattern.compile("(\\d{19})\\.segment");

  private final Path directory;
  private final SpoolOptions options;

  /** Oldest first; the last is written to. */
  private final Deque<Segment> segments = new ArrayDeque<>();

  /** Records that were read and are not settled, in the order of their reading. */
  private final Deque<SpoolRecord> unsettled = new ArrayDeque<>();

  /** Those of them that are settled, but not yet all before them. */
  private final Set<SpoolRecord> ahead = new HashSet<>();

  private long nextNumber = FIRST;
  private long bytes;

  private Spool(Path directory, SpoolOptions options) {
    this.directory = directory;
    this.options = options;
  }

  /**
   * Opens the spool, with what an earlier process has left in it.
   *
   * @throws IOException when the directory can't be made or read
   */
  public static Spool open(Path directory, SpoolOptions options) throws IOException {
    DurableFiles.create(directory, options.sync());
    Spool spool = new Spool(directory, options);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        spool.find(file);
      }
    }
    return spool;
  }

  private void find(Path file) throws IOException {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (name.matches()) {
      Segment segment = Segment.found(file, Long.parseLong(name.group(1)));
      segments.addLast(segment);
      bytes += segment.length();
      nextNumber = segment.number() + 1;
    }
  }

  /** Whether a record of this size can be appended without a drop of older ones. */
  public synchronized boolean hasRoom(int size) {
    return segments.isEmpty() || bytes + size <= options.maxBytes();
  }

  /** Hears of what is dropped. */
  public interface DropNote {

    /**
     * A segment goes, when this returns.
     *
     * @param segment its number
     * @param records those of it that were not read
     */
    void dropping(long segment, List<byte[]> records);
  }

  /**
   * Drops the oldest segment.
   *
   * @throws DamagedSegment when not all of its records could be told; it is dropped all the same
   */
  public synchronized void dropOldest(DropNote note) throws IOException {
    Segment oldest = segments.removeFirst();
    bytes -= oldest.length();
    List<byte[]> dropped = new ArrayList<>();
    try {
      Optional<SpoolRecord> unread = oldest.read();
      while (unread.isPresent()) {
        dropped.add(unread.get().bytes());
        unread = oldest.read();
      }
    } finally {
      note.dropping(oldest.number(), dropped);
      oldest.delete();
    }
  }

  /** Drops a segment that an earlier process was dropping, if it is there still. */
  public synchronized void finishDrop(long number) throws IOException {
    Segment oldest = segments.peekFirst();
    if (oldest != null && oldest.number() == number) {
      segments.removeFirst();
      bytes -= oldest.length();
      oldest.delete();
    }
  }

  /** Whether what it holds shall outlive a loss of power. */
  public boolean isSynced() {
    return options.sync();
  }

  /** Where what belongs to the spool may be kept beside its segments. */
  public Path directory() {
    return directory;
  }

  /**
   * Appends a record.
   *
   * @throws IOException when that fails; the spool is then as before
   */
  public synchronized void append(byte[] content) throws IOException {
    Segment target = segments.peekLast();
    if (target == null || !target.isOwn() || target.length() >= options.segmentBytes()) {
      if (target != null) {
        target.close();
      }
      target = add(nextNumber);
      nextNumber++;
      segments.addLast(target);
    }
    target.append(content, options.sync());
    bytes += Segment.room(content);
  }

  private Segment add(long number) throws IOException {
    Segment segment = Segment.create(directory.resolve("%019d.segment".formatted(number)), number);
    bytes += segment.length();
    return segment;
  }

  /**
   * The oldest record that was not read, if any.
   *
   * @throws DamagedSegment when it is not as it was written; the next call goes on behind what is
   *     lost
   */
  public synchronized Optional<SpoolRecord> next() throws IOException {
    try {
      for (Segment segment : segments) {
        Optional<SpoolRecord> next = segment.read();
        if (next.isPresent()) {
          unsettled.addLast(next.get());
          return next;
        }
      }
      return Optional.empty();
    } finally {
      removeSettled();
    }
  }

  /**
   * A record that was read has arrived, and need not be kept.
   *
   * @throws IOException when that can't be noted; the record may then be read again after a restart
   */
  public synchronized void settle(SpoolRecord arrived) throws IOException {
    ahead.add(arrived);
    SpoolRecord last = null;
    while (!unsettled.isEmpty() && ahead.remove(unsettled.peekFirst())) {
      last = unsettled.removeFirst();
    }
    removeSettled();
    Segment oldest = segments.peekFirst();
    if (last != null && oldest != null && oldest.number() == last.segment()) {
      oldest.settle(last.offset());
    }
  }

  private void removeSettled() throws IOException {
    SpoolRecord first = unsettled.peekFirst();
    long needed = first == null ? Long.MAX_VALUE : first.segment();
    Iterator<Segment> oldest = segments.iterator();
    while (oldest.hasNext()) {
      Segment segment = oldest.next();
      if (segment.number() >= needed || !segment.isRead()) {
        return;
      }
      oldest.remove();
      bytes -= segment.length();
      segment.delete();
    }
  }

  /**
   * Puts records ahead of all that were not read, in place of those that were read and not settled.
   *
   * @throws IOException when that fails; those may then be read again, these are not kept
   */
  public synchronized void putBack(List<byte[]> records) throws IOException {
    Optional<Segment> front = records.isEmpty() ? Optional.empty() : Optional.of(front(records));
    for (Segment segment : segments) {
      segment.settleRead();
    }
    unsettled.clear();
    ahead.clear();
    removeSettled();
    front.ifPresent(segments::addFirst);
  }

  private Segment front(List<byte[]> records) throws IOException {
    Segment oldest = segments.peekFirst();
    Segment front = add(oldest == null ? nextNumber++ : oldest.number() - 1);
    for (byte[] content : records) {
      front.append(content, options.sync());
      bytes += Segment.room(content);
    }
    return front;
  }

  /** Whether nothing is left to read. */
  public synchronized boolean isDrained() {
    return segments.stream().allMatch(Segment::isRead);
  }

  /** What it takes on disk. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Closes its files; what is not settled stays for the next process. */
  @Override
  public synchronized void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }
}
