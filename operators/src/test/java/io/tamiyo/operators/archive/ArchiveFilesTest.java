package io.tamiyo.operators.archive;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.delivery.InboundEntry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** What is written is what is read, and what is damaged is said with its place. */
class ArchiveFilesTest {

  private static final Duration NOON = Duration.ofDays(20_000).plusHours(12);

  @TempDir Path root = Path.of("");

  private static InboundEntry at(Duration time, String layer, String value) {
    return entry(layer).at(time).field("data", value).build();
  }

  private Path file(ArchiveMinute minute, String name, byte[] bytes) throws IOException {
    Path directory = Files.createDirectories(root.resolve(minute.directory()));
    return Files.write(directory.resolve(name), bytes);
  }

  private ArchiveReader reader() {
    return new ArchiveReader(root.toString());
  }

  private List<String> read(ArchiveMinute minute) throws IOException {
    return reader().read(minute, entry -> true).stream().map(InboundEntry::layer).toList();
  }

  @Test
  void namesMinutesAsPeopleDo() {
    ArchiveMinute minute = ArchiveMinute.of(NOON.plusSeconds(59).toMillis());

    assertThat(minute.directory()).isEqualTo("2024-10-04/12-00");
    assertThat(ArchiveMinute.named("2024-10-04/12-00")).contains(minute);
    assertThat(ArchiveMinute.named("2024-10-04/lost+found")).isEmpty();
    assertThatThrownBy(() -> new ArchiveMinute(1)).hasMessage("1 ms is not the start of a minute");
  }

  @ParameterizedTest
  @RandomSeeds
  void readsWhatWasWrittenWhateverItHolds(long seed) throws IOException {
    Random random = new Random(seed);
    List<InboundEntry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] value = new byte[random.nextInt(20_000)];
      random.nextBytes(value);
      long time = NOON.toMillis() + random.nextInt(180_000);
      entries.add(
          new InboundEntry(
              "layer-" + random.nextInt(9),
              "stream",
              time,
              i,
              Map.of("data", value, "é", new byte[0])));
    }
    List<InboundEntry> read = new ArrayList<>();
    for (ArchiveBlock block : Archives.blocks(entries)) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(block.bytes()));
      for (InboundEntry entry : BlockFormat.read(in)) {
        assertThat(ArchiveMinute.of(entry.time())).isEqualTo(block.minute());
        read.add(entry);
      }
      assertThat(BlockFormat.read(in)).isEmpty();
    }
    assertThat(read).as("seed %d", seed).hasSameSizeAs(entries);
    for (InboundEntry entry : read) {
      InboundEntry written = entries.get((int) entry.ordinal());
      assertThat(entry.entryId()).isEqualTo(written.entryId());
      assertThat(entry.layer()).isEqualTo(written.layer());
      assertThat(entry.stream()).isEqualTo(written.stream());
      assertThat(entry.fields()).containsOnlyKeys(written.fields().keySet());
      written
          .fields()
          .forEach((name, value) -> assertThat(entry.fields().get(name)).isEqualTo(value));
    }
  }

  @Test
  void putsTheFilesOfAMinuteInOrder() throws IOException {
    ArchiveMinute noon = ArchiveMinute.of(NOON.toMillis());
    ArchiveMinute later = new ArchiveMinute(noon.end());
    file(
        noon,
        "part-1.journal",
        Archives.blocks(List.of(at(NOON.plusMillis(2), "third", ""), at(NOON, "first", "")))
            .get(0)
            .bytes());
    file(
        noon,
        "part-2.journal",
        Archives.blocks(List.of(at(NOON.plusMillis(1), "second", ""))).get(0).bytes());
    file(noon, ".part-3.journal.inprogress", new byte[7]);
    file(later, "part-1.journal", new byte[0]);
    Files.createDirectories(root.resolve("2024-10-04/lost+found"));
    Files.writeString(root.resolve("README"), "not ours");

    assertThat(read(noon)).containsExactly("first", "second", "third");
    assertThat(reader().read(noon, entry -> entry.layer().equals("first"))).hasSize(1);
    assertThat(reader().minutes(NOON.toMillis(), later.end())).containsExactly(noon, later);
    assertThat(reader().minutes(0, NOON.toMillis() + 1)).containsExactly(noon);
  }

  @Test
  void readsOnceWhatAJobHasArchivedTwiceAndFieldsOfAnyLength() throws IOException {
    ArchiveMinute noon = ArchiveMinute.of(NOON.toMillis());
    InboundEntry hostile =
        new InboundEntry(
            "layer-1", "stream", NOON.toMillis(), 0, Map.of("x".repeat(70_000), new byte[3]));
    byte[] block = Archives.blocks(List.of(hostile)).get(0).bytes();
    file(noon, "part-1.journal", block);
    file(noon, "part-2.journal", block);

    assertThat(reader().read(noon, entry -> true))
        .singleElement()
        .satisfies(entry -> assertThat(entry.fields()).containsOnlyKeys("x".repeat(70_000)));
  }

  @Test
  void saysWhereAFileIsDamaged() throws IOException {
    ArchiveMinute noon = ArchiveMinute.of(NOON.toMillis());
    byte[] whole = Archives.blocks(List.of(at(NOON, "layer-1", "value"))).get(0).bytes();
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);

    byte[] flipped = whole.clone();
    flipped[flipped.length - 1]++;
    refuses(noon, flipped, "block 0 of", "the checksum of the block is wrong");
    refuses(noon, Arrays.copyOf(whole, whole.length - 1), "the file ends within a block");
    refuses(noon, twice, "block 1 of", "no block begins here: found 00000000");
    byte[] newer = whole.clone();
    newer[4] = 2;
    refuses(noon, newer, "the block has version 2; this program reads 1");
    byte[] huge = whole.clone();
    huge[9] = 127;
    refuses(noon, huge, "can't be");
  }

  private void refuses(ArchiveMinute minute, byte[] bytes, String... words) throws IOException {
    Path file = file(minute, "part-1.journal", bytes);
    assertThatThrownBy(() -> read(minute))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  void saysThatThereIsNoArchive() {
    ArchiveReader nowhere = new ArchiveReader(root.resolve("nowhere").toString());

    assertThatThrownBy(() -> nowhere.minutes(0, 1)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void readsSoManyLinesAndCountsTheOthers() throws IOException {
    ArchiveMinute noon = ArchiveMinute.of(NOON.toMillis());
    file(noon, "part-1.txt", "a\nb\nno\n".getBytes(UTF_8));
    file(noon, "part-2.txt", "c\nd\n".getBytes(UTF_8));

    ArchiveFiles.Lines found = lines(line -> !line.equals("no"), 3);
    assertThat(found.lines()).containsExactly("a", "b", "c");
    assertThat(found.leftOut()).isEqualTo(1);
  }

  @Test
  void leavesOutFilesThatAreDeletedWhileItReads() throws IOException {
    ArchiveMinute noon = ArchiveMinute.of(NOON.toMillis());
    ArchiveMinute later = new ArchiveMinute(noon.end());
    file(noon, "part-1.txt", "a\n".getBytes(UTF_8));
    Path second = file(noon, "part-2.txt", "b\n".getBytes(UTF_8));
    Path third = file(later, "part-1.txt", "c\n".getBytes(UTF_8));

    ArchiveFiles.Lines found =
        lines(
            line -> {
              assertThat(second.toFile().delete()).isTrue();
              assertThat(third.toFile().delete()).isTrue();
              assertThat(root.resolve(later.directory()).toFile().delete()).isTrue();
              return true;
            },
            10);
    assertThat(found.lines()).containsExactly("a");
  }

  @Test
  void namesTheFileWhoseLinesCannotBeRead() throws IOException {
    ArchiveMinute noon = ArchiveMinute.of(NOON.toMillis());
    Files.createDirectories(root.resolve(noon.directory()).resolve("part-1.txt"));

    assertThatThrownBy(() -> lines(line -> true, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part-1.txt can't be read");
  }

  private ArchiveFiles.Lines lines(Predicate<String> wanted, int most) throws IOException {
    return ArchiveFiles.lines(
        root.toString(), ".txt", 0, NOON.multipliedBy(2).toMillis(), wanted, most);
  }

  @Test
  void deletesWhatHasExpiredWithItsDay() throws Exception {
    ArchiveMinute old = ArchiveMinute.of(NOON.toMillis());
    ArchiveMinute young = ArchiveMinute.of(NOON.plusDays(2).toMillis());
    file(old, "part-1.journal", new byte[10]);
    file(young, "part-1.journal", new byte[10]);
    long later = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
    ArchiveOptions options = new ArchiveOptions(root.toString(), Duration.ofDays(1), 1000);

    new ArchiveKeeper(options, new UnregisteredMetricsGroup()).deleteExpired(later);

    assertThat(new ArchiveDirectory(root.toString()).minutes()).containsOnlyKeys(young);
    assertThat(root.resolve("2024-10-04")).doesNotExist();
  }
}
