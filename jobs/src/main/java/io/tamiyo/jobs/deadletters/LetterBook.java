package io.tamiyo.jobs.deadletters;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.jobs.terminal.Installed;
import io.tamiyo.operators.redis.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The dead letters of an installation, read page by page: a letter may have a megabyte, and nobody
 * knows how many there are.
 */
final class LetterBook {

  /** Entries of a page; with the largest letters some 30 MB. */
  static final int PAGE = 32;

  private final Installed installed;
  private final String stream;
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  LetterBook(Installed installed) {
    this.installed = installed;
    this.stream = installed.names().deadLetters();
  }

  /** The newest letter's id; whoever replays stops there, since a replay can make new letters. */
  StreamId last() {
    List<Installed.Entry> newest = installed.backwards(stream, "+", "-", 1);
    return newest.isEmpty() ? StreamId.ZERO : newest.get(0).id();
  }

  /** One letter. */
  Optional<StoredLetter> find(StreamId id) {
    return installed.range(stream, id.toString(), id.toString(), 1).stream()
        .findFirst()
        .flatMap(this::letter);
  }

  /**
   * Hands over letters from the oldest on, until there are no more or it is enough.
   *
   * @param each returns whether to go on
   */
  void read(StreamId from, StreamId to, Predicate<StoredLetter> each) {
    String next = from.toString();
    List<Installed.Entry> page;
    do {
      page = installed.range(stream, next, to.toString(), PAGE);
      for (Installed.Entry entry : page) {
        if (!letter(entry).map(each::test).orElse(true)) {
          return;
        }
        next = "(" + entry.id();
      }
    } while (!page.isEmpty());
  }

  /** As {@link #read}, from the newest back. */
  void readBackwards(StreamId from, StreamId to, Predicate<StoredLetter> each) {
    String next = to.toString();
    List<Installed.Entry> page;
    do {
      page = installed.backwards(stream, next, from.toString(), PAGE);
      for (Installed.Entry entry : page) {
        if (!letter(entry).map(each::test).orElse(true)) {
          return;
        }
        next = "(" + entry.id();
      }
    } while (!page.isEmpty());
  }

  /** The letter that an entry holds; what else stands in the stream is passed over. */
  private Optional<StoredLetter> letter(Installed.Entry entry) {
    List<Decoded> decoded = reader.read(entry.fields());
    return decoded.size() == 1
            && decoded.get(0) instanceof Decoded.Good good
            && good.message() instanceof DeadLetter letter
        ? Optional.of(new StoredLetter(entry.id(), letter))
        : Optional.empty();
  }
}
