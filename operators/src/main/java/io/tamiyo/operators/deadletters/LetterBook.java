package io.tamiyo.operators.deadletters;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.streams.Installed;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The dead letters of an installation, read page by page: a letter may have a megabyte, and nobody
 * knows how many there are.
 */
public final class LetterBook {

  /** After every letter. */
  public static final StreamId LAST = new StreamId(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Entries of the first page; with the largest letters some 30 MB. */
  public static final int PAGE = 32;

  private static final int MOST_ENTRIES = 1_000;
  private static final long PAGE_BYTES = 4 << 20;

  private final Installed installed;
  private final String stream;
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  /**
   * @param installed where it stands
   */
  public LetterBook(Installed installed) {
    this.installed = installed;
    this.stream = installed.names().deadLetters();
  }

  /** The newest letter's id; whoever replays stops there, since a replay can make new letters. */
  public StreamId last() {
    List<Installed.Entry> newest = installed.backwards(stream, "+", "-", 1);
    return newest.isEmpty() ? StreamId.ZERO : newest.get(0).id();
  }

  /** One letter. */
  public Optional<StoredLetter> find(StreamId id) {
    return installed.range(stream, id.toString(), id.toString(), 1).stream()
        .findFirst()
        .flatMap(this::letter);
  }

  /**
   * Hands over letters from the oldest on, until there are no more or it is enough.
   *
   * @param each returns whether to go on
   */
  public void read(StreamId from, StreamId to, Predicate<StoredLetter> each) {
    String last = to.toString();
    read(from.toString(), each, (next, most) -> installed.range(stream, next, last, most));
  }

  /** As {@link #read}, from the newest back. */
  public void readBackwards(StreamId from, StreamId to, Predicate<StoredLetter> each) {
    String last = from.toString();
    read(to.toString(), each, (next, most) -> installed.backwards(stream, next, last, most));
  }

  /** Reads the entries of a page. */
  @FunctionalInterface
  private interface Pages {
    List<Installed.Entry> page(String next, int most);
  }

  private void read(String start, Predicate<StoredLetter> each, Pages pages) {
    String next = start;
    int most = PAGE;
    List<Installed.Entry> page;
    do {
      page = pages.page(next, most);
      for (Installed.Entry entry : page) {
        if (!letter(entry).map(each::test).orElse(true)) {
          return;
        }
        next = "(" + entry.id();
      }
      most = entriesOf(page);
    } while (!page.isEmpty());
  }

  /** How many entries like these make a page of 4 MB; small letters come by the thousand. */
  private static int entriesOf(List<Installed.Entry> page) {
    long bytes = 1;
    for (Installed.Entry entry : page) {
      for (byte[] value : entry.fields().values()) {
        bytes += value.length;
      }
    }
    return (int) Math.max(PAGE, Math.min(MOST_ENTRIES, page.size() * PAGE_BYTES / bytes));
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
