package io.tamiyo.jobs.deadletters;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.deadletters.Replay.Outcome;
import io.tamiyo.jobs.terminal.Installed;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.Chore;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Reads what has become a dead letter since the last round, and replays what is due. */
final class RetryRounds implements Chore.Worker {

  /** Letters that were put back into their streams. */
  static final String RETRIED = "retriedDeadLetters";

  /** Letters that are left to people, since too many wait already. */
  static final String LEFT = "deadLettersNotRetried";

  private static final int LETTERS_A_ROUND = 1_000;
  private static final long CHARACTERS_A_ROUND = 8 << 20;

  private final RedisConnections connections;
  private final StreamNames names;
  private final RetryOptions options;

  private @Nullable Session session;

  RetryRounds(RedisConnections connections, StreamNames names, RetryOptions options) {
    this.connections = connections;
    this.names = names;
    this.options = options;
  }

  @Override
  public synchronized Map<String, Long> run() throws RedisAccessException {
    try {
      if (session == null) {
        session = new Session(new Installed(connections.open(), names));
      }
      long left = session.read();
      return Map.of(RETRIED, session.retry(), LEFT, left);
    } catch (JedisException failure) {
      close();
      throw RedisAccessException.of(connections.address(), "trying dead letters again", failure);
    }
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.installed.close();
      session = null;
    }
  }

  /** What is known while a connection lasts; another one begins with the oldest letter again. */
  private final class Session {

    private final Installed installed;
    private final LetterBook book;
    private final Replay replay;
    private final RetryQueue queue = new RetryQueue();
    private StreamId next = StreamId.ZERO;

    Session(Installed installed) {
      this.installed = installed;
      this.book = new LetterBook(installed);
      this.replay = Replay.byTheJob(installed);
    }

    /** Returns how many letters of those that came are left to people. */
    long read() {
      int[] letters = {0};
      long[] characters = {0};
      long[] left = {0};
      book.read(
          next,
          LetterChoice.LAST,
          letter -> {
            next = new StreamId(letter.id().ms(), letter.id().seq() + 1);
            left[0] += waits(letter) ? 0 : 1;
            characters[0] += letter.size();
            return ++letters[0] < LETTERS_A_ROUND && characters[0] < CHARACTERS_A_ROUND;
          });
      return left[0];
    }

    /** Whether it waits now, or needs not to. */
    private boolean waits(StoredLetter letter) {
      Optional<Long> due = letter.dueMs(options);
      String stream = letter.letter().stream();
      return due.isEmpty()
          || !names.isInbound(stream)
          || queue.add(new RetryQueue.Waiting(letter.id(), stream, due.get()));
    }

    /** Returns how many letters were put back. */
    long retry() {
      long retried = 0;
      for (RetryQueue.Waiting waiting : queue.due(installed.now(), this::timeOf)) {
        boolean done =
            book.find(waiting.letter())
                .filter(letter -> replay.run(letter).outcome() == Outcome.REPLAYED)
                .isPresent();
        retried += done ? 1 : 0;
      }
      return retried;
    }

    /** Empty also for a key that is no stream, or is not ours: it must not hold up all others. */
    private OptionalLong timeOf(String stream) {
      try {
        StreamInfo info = StreamInfo.of(installed.redis(), stream);
        return info.exists() ? OptionalLong.of(info.lastGenerated().ms()) : OptionalLong.empty();
      } catch (JedisDataException refused) {
        RedisFailure failure = RedisFailure.classify(refused);
        if (failure == RedisFailure.WRONGTYPE || failure == RedisFailure.NOPERM) {
          return OptionalLong.empty();
        }
        throw refused;
      }
    }
  }
}
