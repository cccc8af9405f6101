package io.tamiyo.operators.deadletters;

import io.tamiyo.operators.deadletters.Replay.Outcome;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.streams.Installed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What is known of the letters while a connection lasts; another one begins with the oldest again.
 * One stream or letter that Redis refuses holds up no other.
 */
final class RetrySession {

  /** Letters that were put back into their streams. */
  static final String RETRIED = "retriedDeadLetters";

  /** Letters that were due and are left to people. */
  static final String LEFT = "deadLettersNotRetried";

  /** Rounds of which the audit could not be told. */
  static final String NOT_AUDITED = "retriesNotAudited";

  /** Who tells the audit. */
  private static final String SOURCE = "tamiyo/retries";

  private final Installed installed;
  private final RetrySettings settings;
  private final String lineage;
  private final LongSupplier nanos;
  private final LetterBook book;
  private final Replay replay;
  private final RetryQueue queue = new RetryQueue();
  private final PassedOver passedOver = new PassedOver();
  private StreamId next = StreamId.ZERO;
  private long retried;
  private long left;
  private long notAudited;

  /**
   * @param lineage as whom the job holds the lease to send commands
   * @param nanos a clock of this machine
   */
  RetrySession(Installed installed, RetrySettings settings, String lineage, LongSupplier nanos) {
    this.installed = installed;
    this.settings = settings;
    this.lineage = lineage;
    this.nanos = nanos;
    this.book = new LetterBook(installed);
    this.replay = Replay.byTheJob(installed);
  }

  /** Does one round; returns what was done by name of a counter. */
  Map<String, Long> round() {
    if (anotherLeads()) {
      return Map.of();
    }
    retried = 0;
    left = 0;
    notAudited = 0;
    read();
    try {
      retry();
    } finally {
      // What was put back before a failure is told, too.
      tellOfTheRetried();
    }
    return Map.of(RETRIED, retried, LEFT, left, NOT_AUDITED, notAudited);
  }

  /** Two jobs are told apart where one sends the commands and the other only looks on. */
  private boolean anotherLeads() {
    Object leader = installed.redis().call(Command.HGET, installed.names().jobEpoch(), "holder");
    return leader != null && !Replies.text(leader).equals(lineage);
  }

  private void read() {
    next = passedOver.again(queue::hasRoom).filter(first -> next.isAfter(first)).orElse(next);
    RoundBudget budget = new RoundBudget(nanos);
    book.read(
        next,
        LetterBook.LAST,
        letter -> {
          next = new StreamId(letter.id().ms(), letter.id().seq() + 1);
          letter.dueMs(settings.options()).ifPresent(due -> queueUp(letter, due));
          return budget.spend(letter.size());
        });
  }

  private void queueUp(StoredLetter letter, long dueMs) {
    String stream = letter.letter().stream();
    if (installed.names().isInbound(stream)
        && !queue.add(new RetryQueue.Waiting(letter.id(), stream, dueMs))) {
      passedOver.note(stream, letter.id());
    }
  }

  /** What this round has no time for, or did not come to, waits for the next. */
  private void retry() {
    List<RetryQueue.Waiting> due = queue.due(installed.now(), this::timeOf);
    RoundBudget budget = new RoundBudget(nanos);
    int done = 0;
    try {
      boolean goOn = true;
      for (; goOn && done < due.size(); done++) {
        Optional<StoredLetter> letter = book.find(due.get(done).letter());
        letter.ifPresent(this::retry);
        goOn = budget.spend(letter.map(StoredLetter::size).orElse(0L));
      }
    } finally {
      due.subList(done, due.size()).forEach(queue::add);
    }
  }

  private void retry(StoredLetter letter) {
    try {
      Outcome outcome = replay.run(letter).outcome();
      retried += outcome == Outcome.REPLAYED ? 1 : 0;
      left += outcome.isDone() ? 0 : 1;
    } catch (JedisDataException refused) {
      requireOfTheKey(refused);
      left++;
    }
  }

  /** Empty also for what is no stream, or not ours to look at. */
  private OptionalLong timeOf(String stream) {
    try {
      StreamInfo info = StreamInfo.of(installed.redis(), stream);
      return info.exists() ? OptionalLong.of(info.lastGenerated().ms()) : OptionalLong.empty();
    } catch (JedisDataException refused) {
      requireOfTheKey(refused);
      return OptionalLong.empty();
    }
  }

  private void tellOfTheRetried() {
    if (!settings.audited() || retried == 0) {
      return;
    }
    try {
      LetterAudit.write(installed, SOURCE, "retried", retried, installed.now());
    } catch (JedisDataException refused) {
      notAudited++;
    }
  }

  /**
   * Throws a refusal again that is the server's and not of one key: all would be refused alike, and
   * it passes. Older servers put what a script is refused for into the middle of their words.
   */
  private static void requireOfTheKey(JedisDataException refused) {
    boolean full = String.valueOf(refused.getMessage()).contains("maxmemory");
    if (full || RedisFailure.classify(refused).retryable()) {
      throw refused;
    }
  }
}
