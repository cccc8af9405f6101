package io.tamiyo.host.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  /** Segments of some ten records of ten bytes. */
  private static final SpoolOptions SMALL = new SpoolOptions(1000, 200, false);

  @TempDir private Path directory;

  private Spool open() throws IOException {
    return Spool.open(directory, SMALL);
  }

  @Test
  void givesBackWhatWasAppendedInItsOrderAndLeavesNothingOnDisk() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 40);
      assertThat(files()).hasSizeGreaterThan(2);

      List<SpoolRecord> records = readAll(spool);

      assertThat(records).extracting(SpoolTest::text).containsExactlyElementsOf(texts(1, 40));
      assertThat(spool.isDrained()).isTrue();
      for (SpoolRecord record : records) {
        spool.settle(record);
      }
      assertThat(files()).isEmpty();
      assertThat(spool.bytes()).isZero();
    }
  }

  @Test
  void readsAgainAfterARestartWhatWasNotSettled() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 40);
      List<SpoolRecord> records = readAll(spool);
      for (SpoolRecord record : records.subList(0, 25)) {
        spool.settle(record);
      }
      spool.settle(records.get(30));
    }
    try (Spool next = open()) {
      assertThat(next.isDrained()).isFalse();
      append(next, 41, 42);

      assertThat(readAll(next))
          .extracting(SpoolTest::text)
          .containsExactlyElementsOf(texts(26, 42));
    }
  }

  @Test
  void settlesInAnyOrderAndNothingBeforeItsPredecessors() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 3);
      List<SpoolRecord> records = readAll(spool);
      spool.settle(records.get(2));
      spool.settle(records.get(1));
      assertThat(files()).hasSize(1);
      spool.settle(records.get(0));
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void dropsTheOldestSegmentForRoomAndSaysWhatWasInIt() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 3);
      spool.settle(spool.next().orElseThrow());
      int last = 3;
      while (spool.hasRoom(10)) {
        last++;
        append(spool, last, last);
      }
      List<byte[]> dropped = new ArrayList<>();
      spool.dropOldest((segment, records) -> dropped.addAll(records));
      assertThat(spool.hasRoom(10)).isTrue();

      int first = 2 + dropped.size();
      assertThat(dropped.stream().map(SpoolTest::text))
          .containsExactlyElementsOf(texts(2, first - 1));
      assertThat(readAll(spool))
          .extracting(SpoolTest::text)
          .containsExactlyElementsOf(texts(first, last));
    }
  }

  @Test
  void putsBackWhatWasTakenAheadOfTheRest() throws IOException {
    try (Spool spool = open()) {
      append(spool, 3, 40);
      spool.next();
      spool.next();
      spool.putBack(List.of(bytes(1), bytes(2), bytes(3), bytes(4)));
      assertThat(text(spool.next().orElseThrow())).isEqualTo(texts(1, 1).get(0));
    }
    try (Spool next = open()) {
      assertThat(readAll(next)).extracting(SpoolTest::text).containsExactlyElementsOf(texts(1, 40));
    }
  }

  @Test
  void forgetsWhatWasTakenAndNotPutBack() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 4);
      spool.next();
      spool.next();
      spool.putBack(List.of());
    }
    try (Spool next = open()) {
      assertThat(readAll(next)).extracting(SpoolTest::text).containsExactlyElementsOf(texts(3, 4));
    }
  }

  @Test
  void saysThatARecordIsDamagedAndGoesOnBehindItsSegment() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 40);
    }
    Path second = files().get(1);
    try (RandomAccessFile file = new RandomAccessFile(second.toFile(), "rw")) {
      file.seek(file.length() - 1);
      file.write('!');
    }
    try (Spool next = open()) {
      List<String> read = new ArrayList<>();
      assertThatThrownBy(() -> readInto(next, read))
          .isInstanceOf(DamagedSegment.class)
          .hasMessageContaining(second.toString());
      readInto(next, read);
      assertThat(read).hasSize(39).startsWith("record-001").endsWith("record-040");
    }
  }

  @Test
  void saysThatAFileIsNoSegmentAndGoesOnBehindIt() throws IOException {
    Files.writeString(directory.resolve("%019d.segment".formatted(7)), "short");
    Files.writeString(
        directory.resolve("%019d.segment".formatted(8)), "long enough to be one, but");
    Files.writeString(directory.resolve("something else"), "left alone");
    try (Spool spool = open()) {
      append(spool, 1, 1);
      assertThatThrownBy(spool::next).isInstanceOf(DamagedSegment.class);
      assertThatThrownBy(spool::next).isInstanceOf(DamagedSegment.class);
      assertThat(readAll(spool)).extracting(SpoolTest::text).containsExactly("record-001");
      assertThat(files()).hasSize(2);
    }
  }

  @Test
  void saysThatADroppedSegmentWasDamaged() throws IOException {
    Files.writeString(directory.resolve("%019d.segment".formatted(7)), "short");
    try (Spool spool = open()) {
      assertThatThrownBy(() -> spool.dropOldest((segment, records) -> {}))
          .isInstanceOf(DamagedSegment.class);
      assertThat(files()).isEmpty();
    }
  }

  /** Against a queue in memory, with restarts at any moment and everything in any order. */
  @RandomSeeds
  void isAQueueThatOutlivesItsProcess(long seed) throws IOException {
    Random random = new Random(seed);
    Deque<String> expected = new ArrayDeque<>();
    List<SpoolRecord> taken = new ArrayList<>();
    Spool spool = open();
    int written = 0;
    for (int step = 0; step < 2000; step++) {
      int action = random.nextInt(20);
      if (action < 8) {
        written++;
        append(spool, written, written);
        expected.addLast(texts(written, written).get(0));
      } else if (action < 14) {
        spool.next().ifPresent(taken::add);
      } else if (action < 18 && !taken.isEmpty()) {
        int settled = 1 + random.nextInt(taken.size());
        for (SpoolRecord record : List.copyOf(taken.subList(0, settled))) {
          assertThat(text(record)).isEqualTo(expected.removeFirst());
          spool.settle(record);
          taken.remove(record);
        }
      } else if (action == 18) {
        spool.putBack(taken.stream().map(SpoolRecord::bytes).toList());
        taken.clear();
      } else if (action == 19 && random.nextInt(10) == 0) {
        spool.close();
        spool = open();
        taken.clear();
      }
      while (!spool.hasRoom(10)) {
        spool.settle(takeOne(spool, taken, expected));
      }
    }
    spool.close();
    spool = open();
    assertThat(readAll(spool)).extracting(SpoolTest::text).containsExactlyElementsOf(expected);
    spool.putBack(List.of());
    spool.close();
    assertThat(files()).isEmpty();
  }

  private static SpoolRecord takeOne(Spool spool, List<SpoolRecord> taken, Deque<String> expected)
      throws IOException {
    if (taken.isEmpty()) {
      taken.add(spool.next().orElseThrow());
    }
    assertThat(text(taken.get(0))).isEqualTo(expected.removeFirst());
    return taken.remove(0);
  }

  private static List<SpoolRecord> readAll(Spool spool) throws IOException {
    List<SpoolRecord> records = new ArrayList<>();
    for (Optional<SpoolRecord> next = spool.next(); next.isPresent(); next = spool.next()) {
      records.add(next.get());
    }
    return records;
  }

  private static void readInto(Spool spool, List<String> texts) throws IOException {
    for (Optional<SpoolRecord> next = spool.next(); next.isPresent(); next = spool.next()) {
      texts.add(text(next.get()));
    }
  }

  private static void append(Spool spool, int from, int to) throws IOException {
    for (int number = from; number <= to; number++) {
      spool.append(bytes(number));
    }
  }

  private static byte[] bytes(int number) {
    return "record-%03d".formatted(number).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(SpoolRecord record) {
    return text(record.bytes());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> texts(int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int number = from; number <= to; number++) {
      texts.add(text(bytes(number)));
    }
    return texts;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
