package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.spool.SpoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk at a moment is what a kill at that moment leaves. */
class LossLedgerTest {

  private static final Channel ONE = new Channel("kasmina.inbound.one", "one", true);
  private static final Channel TWO = new Channel("kasmina.inbound.two", "two", true);
  private static final byte[] RECORD = "0123456789".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private Path spoolPath() {
    return directory.resolve("spool");
  }

  private static Spool spool(Path path) throws IOException {
    return Spool.open(path, new SpoolOptions(1000, 20, false));
  }

  private static Outbox outbox(long producerEpoch) {
    GapWords words =
        new GapWords(new ProducerIdentity("host-1", producerEpoch), InstantSource.system());
    return new Outbox(PublisherOptions.DEFAULTS, System::nanoTime, words, false);
  }

  private Path image() throws IOException {
    Path image = Files.createTempDirectory(directory, "image");
    try (Stream<Path> files = Files.list(spoolPath())) {
      for (Path file : files.toList()) {
        Files.copy(file, image.resolve(file.getFileName().toString()));
      }
    }
    return image;
  }

  private static @Nullable GapEvent told(Outbox outbox) {
    Outgoing gap = outbox.takeGap();
    return gap == null ? null : (GapEvent) gap.messages().get(0);
  }

  private static List<Long> toldCounts(Outbox outbox) {
    List<Long> counts = new ArrayList<>();
    for (GapEvent gap = told(outbox); gap != null; gap = told(outbox)) {
      counts.add(gap.lost());
    }
    return counts;
  }

  @Test
  void finishesADropThatAKillHasLeftAndTellsOfItExactly() throws IOException {
    Path image;
    try (Spool spool = spool(spoolPath())) {
      LossLedger ledger = LossLedger.open(spool, outbox(1));
      spool.append(RECORD);
      spool.append(RECORD);
      spool.append(RECORD);
      List<Path> images = new ArrayList<>();
      spool.dropOldest(
          (segment, records) -> {
            ledger.dropping(segment, Map.of(ONE, 5L, TWO, 2L));
            try {
              images.add(image());
            } catch (IOException failure) {
              throw new IllegalStateException(failure);
            }
          });
      image = images.get(0);
    }

    for (int kill = 0; kill < 2; kill++) {
      Outbox next = outbox(2 + kill);
      try (Spool found = spool(image)) {
        long before = found.bytes();
        LossLedger.open(found, next);
        assertThat(found.bytes()).isLessThan(kill == 0 ? before : before + 1);
        assertThat(toldCounts(next)).as("whenever it is killed").containsExactlyInAnyOrder(5L, 2L);
        assertThat(next.dropped()).as("by this process").isZero();
      }
    }
  }

  @Test
  void tellsAGapAgainUnderTheSameIdUntilItIsNotedThatRedisHasIt() throws IOException {
    try (Spool spool = spool(spoolPath())) {
      Outbox first = outbox(1);
      LossLedger ledger = LossLedger.open(spool, first);
      ledger.dropping(7, Map.of(ONE, 5L));
      ledger.dropped();
      Outgoing gap = Objects.requireNonNull(first.takeGap());
      Path beforeItArrived = image();
      gap.confirmed().run();
      Path afterItArrived = image();

      Outbox again = outbox(2);
      LossLedger.open(spool(beforeItArrived), again);
      assertThat(told(again)).isNotNull();
      Outbox copy = outbox(3);
      LossLedger.open(spool(beforeItArrived), copy);
      assertThat(copy.takeGap())
          .satisfies(
              told ->
                  assertThat(told.messages().get(0).header().messageId())
                      .isEqualTo(gap.messages().get(0).header().messageId()));
      Outbox silent = outbox(4);
      LossLedger.open(spool(afterItArrived), silent);
      assertThat(silent.takeGap()).isNull();
    }
  }

  @Test
  void goesOnCountingWhereItWas() throws IOException {
    try (Spool spool = spool(spoolPath())) {
      Outbox first = outbox(1);
      LossLedger ledger = LossLedger.open(spool, first);
      first.sayLost(ONE, 5);
      Outgoing gap = Objects.requireNonNull(first.takeGap());
      gap.confirmed().run();
      ledger.dropping(7, Map.of(ONE, 3L));
      ledger.note();

      Outbox next = outbox(2);
      LossLedger later = LossLedger.open(spool, next);
      next.sayLost(ONE, 4);
      later.note();

      assertThat(toldCounts(next)).containsExactly(7L);
    }
  }

  @Test
  void saysThatNobodyKnowsWhatWasLostWhereItsFileIsDamaged() throws IOException {
    try (Spool spool = spool(spoolPath())) {
      LossLedger.open(spool, outbox(1)).dropping(7, Map.of(ONE, 5L));
      Files.writeString(spoolPath().resolve("losses"), "what is this");

      Outbox next = outbox(2);
      LossLedger.open(spool, next);
      next.add(new Outgoing(Lane.TELEMETRY, ONE, List.of(), () -> {}));

      assertThat(Objects.requireNonNull(told(next)).lost()).isNull();
    }
  }
}
