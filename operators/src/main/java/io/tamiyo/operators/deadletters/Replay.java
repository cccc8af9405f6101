package io.tamiyo.operators.deadletters;

import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.delivery.SideRecordId;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;

/**
 * Puts letters back into the streams that they came from. Redis does three things as one: it
 * appends the original fields with {@code replay_of}, notes that this message was replayed, and
 * takes the letter away. So a replay can be repeated, by anybody and after any crash: what was done
 * is not done again, and what was not done is still there. The note also covers a second copy of
 * the letter, of which there are some when a job was restarted.
 */
public final class Replay {

  /** What became of a letter. */
  public enum Outcome {
    REPLAYED("put back into its inbound stream"),
    BEFORE("another copy of it was replayed before; this one is dropped"),
    GONE("meanwhile replayed or dropped by somebody else"),
    NO_STREAM("its stream is gone: the host of its layer no longer writes to it"),
    NO_BYTES("its bytes were too large to be copied, and its entry is gone"),
    NOT_COPIED("its bytes were too large to be copied, so that only people try it again"),
    NOT_REGISTERED("its layer is no longer registered, so that only people try it again"),
    TOO_MANY_FIELDS("it has more fields than Redis moves in one step, and no message has so many"),
    NO_INBOUND(
        "a command, an option or what the job has written: decided, set or told anew, not replayed"),
    HOPELESS("the same bytes would fail again; --force replays it all the same");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** For a person. */
    public String text() {
      return text;
    }

    /** Whether the letter is gone, as was asked. */
    public boolean isDone() {
      return this == REPLAYED || this == BEFORE || this == GONE;
    }
  }

  /**
   * What became of a letter, and where to.
   *
   * @param entryId of the replayed entry, or empty
   */
  public record Result(Outcome outcome, String entryId) {

    private static Result of(Outcome outcome) {
      return new Result(outcome, "");
    }
  }

  /** As long as the letters themselves: another copy of one is not kept longer. */
  private static final Duration NOTED_FOR = Duration.ofHours(24);

  /** Lua hands on some thousand arguments at once, two a field. */
  private static final int MAX_FIELDS = 1_000;

  /**
   * KEYS: letters, inbound stream, note, layers. ARGV: letter, time of the note, the layer where it
   * must be registered or nothing, names and values.
   */
  private static final String MOVE =
      """
      if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then
        return {'GONE', ''}
      end
      local before = redis.call('GET', KEYS[3])
      if before then
        redis.call('XDEL', KEYS[1], ARGV[1])
        return {'BEFORE', before}
      end
      if ARGV[3] ~= '' and redis.call('HEXISTS', KEYS[4], ARGV[3]) == 0 then
        return {'NOT_REGISTERED', ''}
      end
      local entry = redis.call('XADD', KEYS[2], 'NOMKSTREAM', '*', unpack(ARGV, 4))
      if not entry then
        return {'NO_STREAM', ''}
      end
      redis.call('SET', KEYS[3], entry, 'PX', ARGV[2])
      redis.call('XDEL', KEYS[1], ARGV[1])
      return {'REPLAYED', entry}
      """;

  private final Installed installed;
  private final boolean force;
  private final boolean byTheJob;

  private Replay(Installed installed, boolean force, boolean byTheJob) {
    this.installed = installed;
    this.force = force;
    this.byTheJob = byTheJob;
  }

  /**
   * As a person asks for it: nothing holds up what is replayed.
   *
   * @param force whether to replay what would fail again
   */
  public static Replay byHand(Installed installed, boolean force) {
    return new Replay(installed, force, false);
  }

  /**
   * As the job does it by itself: what is replayed gets in line where traffic is limited. A layer
   * that was forgotten stays so, and what may have passed already becomes a dead letter again.
   */
  public static Replay byTheJob(Installed installed) {
    return new Replay(installed, false, true);
  }

  /** Why a letter would not be replayed, or empty when it would. */
  private Optional<Outcome> refusal(StoredLetter letter) {
    if (!installed.names().isInbound(letter.letter().stream())) {
      return Optional.of(Outcome.NO_INBOUND);
    }
    if (!force && !letter.policy().mayHelp()) {
      return Optional.of(Outcome.HOPELESS);
    }
    if (byTheJob && letter.letter().layerId() == null) {
      return Optional.of(Outcome.NOT_REGISTERED);
    }
    if (byTheJob && !letter.isCopied()) {
      return Optional.of(Outcome.NOT_COPIED);
    }
    int fields = original(letter).size();
    if (fields > MAX_FIELDS) {
      return Optional.of(Outcome.TOO_MANY_FIELDS);
    }
    return fields == 0 ? Optional.of(Outcome.NO_BYTES) : Optional.empty();
  }

  /** What would become of a letter now, if nobody else did anything; nothing is changed. */
  public Result foresee(StoredLetter letter) {
    Optional<Outcome> refusal = refusal(letter);
    if (refusal.isPresent()) {
      return Result.of(refusal.get());
    }
    Object before = installed.redis().call(Command.GET, note(letter));
    if (before != null) {
      return new Result(Outcome.BEFORE, Replies.text(before));
    }
    if (byTheJob && !is(Command.HEXISTS, installed.names().layers(), letter.layer())) {
      return Result.of(Outcome.NOT_REGISTERED);
    }
    boolean there = is(Command.EXISTS, letter.letter().stream());
    return Result.of(there ? Outcome.REPLAYED : Outcome.NO_STREAM);
  }

  /**
   * When a letter would be replayed at the earliest, in the time of its stream; empty when it would
   * not, as far as can be told now.
   */
  public Optional<Long> notBeforeMs(StoredLetter letter, RetryOptions options) {
    return letter.dueMs(options).filter(due -> foresee(letter).outcome() == Outcome.REPLAYED);
  }

  /** Replays a letter. */
  public Result run(StoredLetter letter) {
    Optional<Outcome> refusal = refusal(letter);
    if (refusal.isPresent()) {
      return Result.of(refusal.get());
    }
    List<Object> call = new ArrayList<>(List.of(MOVE, 4, installed.names().deadLetters()));
    call.add(letter.letter().stream());
    call.add(note(letter));
    call.add(installed.names().layers());
    call.add(letter.id().toString());
    call.add(NOTED_FOR.toMillis());
    call.add(byTheJob ? letter.layer() : "");
    fields(letter)
        .forEach(
            (name, value) -> {
              call.add(name);
              call.add(value);
            });
    List<?> reply = Replies.list(installed.redis().call(Command.EVAL, call.toArray()));
    return new Result(Outcome.valueOf(Replies.text(reply.get(0))), Replies.text(reply.get(1)));
  }

  /** Which message of which entry it is about, whoever wrote the letter and how often. */
  public static String identity(StoredLetter letter) {
    return SideRecordId.of(
        letter.letter().stream(), letter.letter().entryId(), "replay", letter.letter().ordinal());
  }

  private String note(StoredLetter letter) {
    return installed.names().replayedLetter(identity(letter));
  }

  private Map<String, byte[]> fields(StoredLetter letter) {
    Map<String, byte[]> fields = original(letter);
    fields.remove(EntryFields.REPLAY_BY);
    if (byTheJob) {
      put(fields, EntryFields.REPLAY_BY, EntryFields.BY_THE_JOB);
    }
    put(fields, EntryFields.REPLAY_OF, letter.first().toString());
    put(fields, EntryFields.REPLAY_ATTEMPT, String.valueOf(letter.attempts() + 1));
    if (letter.letter().ordinal() >= 0) {
      put(fields, EntryFields.REPLAY_ORDINAL, String.valueOf(letter.letter().ordinal()));
    }
    return fields;
  }

  /** As they came: from the letter, else, where they were too large for it, from their stream. */
  private Map<String, byte[]> original(StoredLetter letter) {
    if (letter.isCopied()) {
      return letter.fields();
    }
    String id = letter.letter().entryId();
    return installed.range(letter.letter().stream(), id, id, 1).stream()
        .findFirst()
        .map(Installed.Entry::fields)
        .orElseGet(Map::of);
  }

  private boolean is(Command question, Object... of) {
    return Replies.number(installed.redis().call(question, of)) > 0;
  }

  private static void put(Map<String, byte[]> fields, String name, String value) {
    fields.put(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
