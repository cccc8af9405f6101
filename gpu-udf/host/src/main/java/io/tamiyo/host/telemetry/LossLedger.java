package io.tamiyo.host.telemetry;

import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.store.CheckedFile;
import io.tamiyo.host.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps on disk what the spool had to drop and what of that was said, so that a kill of the process
 * loses no count. It is written before a segment goes and when Redis has a gap event, by the
 * threads that do that; so never more often than once for a segment, and never by who reports.
 *
 * <p>Killed between a drop's note and the drop, the next process drops the segment. Killed between
 * the arrival of a gap event and its note, it tells the same gap again under the same id, which
 * readers know as a copy; only if more was dropped in between is that told twice which the first
 * event told. What memory dropped because the disk took nothing is noted with the next drop, and
 * lost with a kill before it; so are messages that were in memory alone, which nobody counts: the
 * producer's next epoch tells a reader that its process was another.
 */
final class LossLedger {

  private static final Logger LOG = LoggerFactory.getLogger(LossLedger.class);
  private static final String FILE = "losses";
  private static final String LETTERS = "TAMG";
  private static final int VERSION = 1;

  private final Path file;
  private final CheckedFile format;
  private final Outbox outbox;

  /** The segment that was dropped last; 0 for none. */
  private long segment;

  /** What went with it and is not given to the outbox yet. */
  private Map<Channel, Long> dropping = Map.of();

  private LossLedger(Path file, CheckedFile format, Outbox outbox) {
    this.file = file;
    this.format = format;
    this.outbox = outbox;
  }

  /** Tells the outbox what an earlier process has left, and finishes what it was at. */
  static LossLedger open(Spool spool, Outbox outbox) {
    Path file = spool.directory().resolve(FILE);
    LossLedger ledger =
        new LossLedger(file, new CheckedFile(LETTERS, VERSION, spool.isSynced()), outbox);
    outbox.noteLossesBy(ledger::note);
    if (Files.exists(file)) {
      ledger.resume(spool);
    }
    return ledger;
  }

  private void resume(Spool spool) {
    try {
      LossNote found = LossNote.decoded(format.read(file).bytes());
      spool.finishDrop(found.dropping());
      outbox.resume(found);
      note();
    } catch (IOException | StoreFailure damaged) {
      LOG.error("what is lost of an earlier time is not known: {}", damaged.getMessage());
      outbox.sayDamaged();
    }
  }

  /** Notes what is lost and said. */
  synchronized void note() {
    write(outbox.lossNote(segment, dropping));
  }

  /** Notes what goes with a segment, before it does; {@link #dropped} follows. */
  synchronized void dropping(long number, Map<Channel, Long> messages) {
    segment = number;
    dropping = Map.copyOf(messages);
    note();
  }

  /** The segment is gone: from now on a gap event tells of it. */
  synchronized void dropped() {
    dropping.forEach(outbox::sayLost);
    dropping = Map.of();
  }

  /** From now on segments may have any number again. */
  synchronized void forgetSegment() {
    if (segment != 0) {
      segment = 0;
      note();
    }
  }

  private void write(LossNote note) {
    try {
      format.write(file, note.encoded());
    } catch (StoreFailure refused) {
      LOG.warn("what is lost is not told after a kill of the host: {}", refused.getMessage());
    }
  }
}
