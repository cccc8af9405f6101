package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.redis.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a subtask has read of the configuration stream ahead of its input, which brings it once
 * more. Each entry is judged once, by the values that it was set on: what was refused of it is kept
 * until the input brings it.
 *
 * <p>Ids say what was read only as long as the stream is the same one. What this has read itself is
 * what the stream holds, so that the input may find it recreated until it has caught up. Where it
 * does so later, or comes to what only earlier runs have read, all that it brings is judged once
 * more, since what is set last must stand.
 */
final class ReadAhead {

  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  private final ConfigState state;
  private final boolean reports;

  /** Behind this it has read itself. */
  private StreamId begun = StreamId.ZERO;

  /** Up to this everything was judged; null where it is not known how far. */
  private @Nullable StreamId upTo;

  /** An entry of which something was refused. */
  private record Refused(StreamId id, List<Decoded.Bad> parts) {}

  /** What a look at the stream finds. */
  private static final class Reading implements Consumer<ConfigEntry> {
    private final ConfigValues values;
    private final EntryJudge judge;
    private final boolean reports;
    private final List<Refused> refused = new ArrayList<>();
    private int parts;
    private @Nullable StreamId last;

    Reading(ConfigValues values, EntryJudge judge, boolean reports) {
      this.values = values;
      this.judge = judge;
      this.reports = reports;
    }

    @Override
    public void accept(ConfigEntry entry) {
      last = entry.id();
      List<Decoded.Bad> found = judge.change(values, entry);
      if (!reports || found.isEmpty()) {
        return;
      }
      if (parts + found.size() > RefusedEntries.MOST) {
        RefusedEntries.leaveToTheLog(entry.id(), found);
        return;
      }
      parts += found.size();
      refused.add(new Refused(entry.id(), found));
    }
  }

  /**
   * @param reports whether what was refused is to be reported here
   */
  ReadAhead(ConfigState state, boolean reports) {
    this.state = state;
    this.reports = reports;
  }

  /**
   * Reads what has been set since the values were saved. Where earlier releases have kept values
   * and not how far they had read, the input alone brings what is missing.
   */
  void read(ConfigLog log, ConfigValues values, EntryJudge judge) throws Exception {
    StreamId kept = state.position();
    upTo = kept;
    if (kept == null && !values.isEmpty()) {
      return;
    }
    begun = Objects.requireNonNullElse(kept, StreamId.ZERO);
    Reading reading = new Reading(values, judge, reports);
    boolean another = log.read(begun, reading);
    if (another) {
      LOG.warn(
          "The configuration stream was recreated or rolled back: it has never given {}, up to which"
              + " it was read; what it holds now is set on top of what was set",
          begun);
      startAnew();
    }
    upTo = reading.last == null ? upTo : reading.last;
    if (upTo != null && !upTo.equals(kept)) {
      state.save(values, upTo);
    }
    for (Refused entry : reading.refused) {
      state.refused().keep(entry.id(), entry.parts());
    }
  }

  private void startAnew() throws Exception {
    begun = StreamId.ZERO;
    upTo = StreamId.ZERO;
    state.refused().forget();
  }

  /** Whether an entry that the input brings was judged before. */
  boolean holds(StreamId entry) {
    return upTo != null && !entry.isAfter(upTo);
  }

  /** What was refused of an entry that was judged before, once. */
  List<Decoded.Bad> refused(StreamId entry) throws Exception {
    return state.refused().take(entry);
  }

  /** How far the stream is read with an entry that was not judged before. */
  StreamId with(StreamId entry) throws Exception {
    if (upTo == null) {
      return entry;
    }
    if (entry.isAfter(upTo)) {
      state.refused().forget();
      return entry;
    }
    return upTo;
  }

  /**
   * The input has found another stream.
   *
   * @param resume after which it reads on
   * @param caughtUp whether it had come to the end that the stream had at the start
   */
  void recreated(StreamId resume, boolean caughtUp) throws Exception {
    if (!caughtUp && !begun.isAfter(resume)) {
      return;
    }
    state.refused().forget();
    upTo = resume;
    StreamId position = state.position();
    if (position == null || position.isAfter(resume)) {
      state.keep(resume);
    }
  }
}
