package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.GapEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was given up, and whether that was said. Guarded by the outbox.
 *
 * <p>Each gap event tells of the messages between two counts of its channel and has its id from the
 * later one; so the same gap, told again by a later process that has found the counts on disk, is
 * known as a copy.
 */
final class Losses {

  /** Counts of a channel, each at most the one before. */
  private static final class Account {
    private long lost;
    private long told;
    private long said;
  }

  private final GapWords words;
  private final Said said;
  private final Map<Channel, Account> accounts = new LinkedHashMap<>();
  private final Set<Channel> uncounted = new LinkedHashSet<>();
  private final Set<Channel> known = new HashSet<>();
  private boolean damaged;
  private long producerEpoch;
  private long total;

  /** Hears on the publisher's thread that Redis has a gap event. */
  interface Said {

    /**
     * Redis has it.
     *
     * @param upTo the count of the channel up to which all gaps were said
     */
    void upTo(Channel channel, long upTo);
  }

  Losses(GapWords words, Said said) {
    this.words = words;
    this.said = said;
    this.producerEpoch = words.producerEpoch();
  }

  /** Goes on from where an earlier process was; before anything else. */
  void resume(LossNote note) {
    if (note.isSaid()) {
      return;
    }
    producerEpoch = note.producerEpoch();
    for (LossNote.Account found : note.accounts()) {
      Account account = account(found.channel());
      account.lost = found.lost();
      account.told = found.said();
      account.said = found.said();
    }
  }

  private Account account(Channel channel) {
    return accounts.computeIfAbsent(channel, first -> new Account());
  }

  /** Messages that will never be sent. */
  void add(Channel channel, long messages) {
    account(channel).lost += messages;
    total += messages;
  }

  /** A channel in which something may be lost. */
  void meet(Channel channel) {
    if (known.add(channel) && damaged) {
      uncounted.add(channel);
    }
  }

  /** Nobody knows how many messages will never be sent, nor of which channel. */
  void addUncounted() {
    damaged = true;
    uncounted.addAll(known);
  }

  /** Messages that are lost with the publisher, which can't say so any more. */
  void addUnsayable(long messages) {
    total += messages;
  }

  /** Redis has the gap events of a channel up to a count. */
  void said(Channel channel, long upTo) {
    Account account = account(channel);
    account.said = Math.max(account.said, upTo);
  }

  /**
   * The counts as they are.
   *
   * @param dropping a segment that goes next; 0 for none
   * @param dropped messages of it, by channel, that are not counted yet
   */
  LossNote note(long dropping, Map<Channel, Long> dropped) {
    Map<Channel, Long> lost = new LinkedHashMap<>(dropped);
    accounts.forEach((channel, account) -> lost.merge(channel, account.lost, Long::sum));
    List<LossNote.Account> noted = new ArrayList<>();
    lost.forEach(
        (channel, count) -> {
          Account account = accounts.get(channel);
          noted.add(new LossNote.Account(channel, count, account == null ? 0 : account.said));
        });
    return new LossNote(producerEpoch, dropping, noted);
  }

  /** A gap event that nobody has got yet; null when all is said. */
  @Nullable Outgoing next() {
    for (Map.Entry<Channel, Account> entry : accounts.entrySet()) {
      Account account = entry.getValue();
      if (account.told < account.lost) {
        long from = account.told;
        account.told = account.lost;
        return counted(entry.getKey(), from, account.lost);
      }
    }
    Iterator<Channel> others = uncounted.iterator();
    if (others.hasNext()) {
      Channel channel = others.next();
      others.remove();
      return gap(channel, words.uncounted(channel), () -> {});
    }
    return null;
  }

  private Outgoing counted(Channel channel, long from, long upTo) {
    return gap(
        channel, words.counted(channel, producerEpoch, from, upTo), () -> said.upTo(channel, upTo));
  }

  private static Outgoing gap(Channel channel, GapEvent event, Runnable confirmed) {
    return new Outgoing(Lane.TELEMETRY, channel, List.of(event), confirmed);
  }

  boolean isEmpty() {
    return uncounted.isEmpty()
        && accounts.values().stream().allMatch(account -> account.told == account.lost);
  }

  /** Messages given up since the start, as far as they were counted. */
  long total() {
    return total;
  }
}
