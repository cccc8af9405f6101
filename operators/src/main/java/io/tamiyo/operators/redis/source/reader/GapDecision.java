package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.StreamGap;
import io.tamiyo.operators.redis.source.split.ReadPosition;

/**
 * Decides from a position and what the server tells of the stream whether entries are missing. A
 * pure function; where the server cannot tell how many, the number is unknown and never guessed.
 *
 * <p>The counts: {@code removed = entries-added − length} entries are gone. If even the first entry
 * left lies after the position, all of them lie before that entry, so {@code removed − entries
 * read} of them were never read. This holds unless single entries were deleted from the middle;
 * then a {@linkplain SplitProgress milestone} tells, once it is reached.
 */
final class GapDecision {
  private GapDecision() {}

  /** What was found out about a stream. */
  sealed interface Verdict {
    /** Where to read on. */
    ReadPosition position();

    /** Nothing is missing as far as can be told now. */
    record Intact(ReadPosition position) implements Verdict {}

    /**
     * Entries are missing.
     *
     * @param lost how many, or {@link StreamGap#UNKNOWN}
     * @param position where everything that is still there is read
     */
    record Missing(GapKind kind, long lost, ReadPosition position) implements Verdict {}
  }

  /**
   * What is known of the server's identity.
   *
   * @param changed whether another server answers than the one on which the position was seen
   * @param holdsPosition whether the entry at the position is in the stream; asked for only where
   *     the server has changed
   */
  record Server(boolean changed, boolean holdsPosition) {
    static final Server SAME = new Server(false, true);
  }

  /**
   * Decides.
   *
   * @param at how far the stream was read
   * @param before how far it was read when it was last found intact
   */
  static Verdict decide(ReadPosition at, StreamId before, StreamInfo stream, Server server) {
    if (!stream.exists()) {
      return at.read() ? recreated(ReadPosition.NEW) : intact(at);
    }
    if (at.id().isAfter(stream.lastGenerated())) {
      return at.read() ? recreated(ReadPosition.start(stream.removed())) : intact(at);
    }
    if (at.isCounted()
        && stream.entriesAdded() != StreamInfo.UNKNOWN
        && stream.entriesAdded() < at.entriesRead()) {
      return outgrown(at, before, stream);
    }
    boolean atEnd = at.id().equals(stream.lastGenerated());
    if (server.changed() && at.read() && !atEnd && !server.holdsPosition()) {
      return onAnotherServer(at, stream);
    }
    if (atEnd) {
      return atEnd(at, stream);
    }
    return hasLostItsPlace(at, stream) ? pastTheFirst(at, stream) : intact(at);
  }

  private static boolean hasLostItsPlace(ReadPosition at, StreamInfo stream) {
    return stream.first() == null || stream.first().isAfter(at.id());
  }

  /** Fewer entries were added than were read: another stream, of which some may have been read. */
  private static Verdict outgrown(ReadPosition at, StreamId before, StreamInfo stream) {
    boolean allUnreadAreAhead = stream.first() == null || stream.first().isAfter(before);
    return recreated(
        allUnreadAreAhead ? at.counted(StreamInfo.UNKNOWN) : ReadPosition.start(stream.removed()));
  }

  private static Verdict onAnotherServer(ReadPosition at, StreamInfo stream) {
    if (hasLostItsPlace(at, stream) && canCount(at, stream)) {
      return pastTheFirst(at, stream);
    }
    return new Verdict.Missing(
        GapKind.SERVER_CHANGED,
        StreamGap.UNKNOWN,
        new ReadPosition(at.id(), StreamInfo.UNKNOWN, false));
  }

  /** Everything was read that can be read: the counts must agree. */
  private static Verdict atEnd(ReadPosition at, StreamInfo stream) {
    if (stream.entriesAdded() == StreamInfo.UNKNOWN) {
      return intact(at);
    }
    ReadPosition counted = at.counted(stream.entriesAdded());
    return at.isCounted() && at.entriesRead() < stream.entriesAdded()
        ? trimmed(stream.entriesAdded() - at.entriesRead(), counted)
        : intact(counted);
  }

  /** Even the first entry left lies ahead: whatever was removed was removed before it. */
  private static Verdict pastTheFirst(ReadPosition at, StreamInfo stream) {
    if (canCount(at, stream)) {
      return removedBeforeTheFirst(at, stream);
    }
    if (!at.read()) {
      return intact(at.isCounted() ? at : at.counted(stream.removed()));
    }
    if (at.isCounted() && stream.entriesAdded() != StreamInfo.UNKNOWN) {
      return intact(at);
    }
    return trimmed(
        StreamGap.UNKNOWN,
        new ReadPosition(
            at.id(), stream.deletions() ? StreamInfo.UNKNOWN : stream.removed(), false));
  }

  private static Verdict removedBeforeTheFirst(ReadPosition at, StreamInfo stream) {
    long lost = stream.removed() - at.entriesRead();
    ReadPosition counted = at.counted(stream.removed());
    if (lost < 0) {
      return recreated(counted);
    }
    return lost == 0 ? intact(counted) : trimmed(lost, counted);
  }

  private static boolean canCount(ReadPosition at, StreamInfo stream) {
    return at.isCounted() && stream.entriesAdded() != StreamInfo.UNKNOWN && !stream.deletions();
  }

  private static Verdict intact(ReadPosition position) {
    return new Verdict.Intact(position);
  }

  private static Verdict trimmed(long lost, ReadPosition position) {
    return new Verdict.Missing(GapKind.TRIMMED, lost, position);
  }

  private static Verdict recreated(ReadPosition position) {
    return new Verdict.Missing(GapKind.RECREATED, StreamGap.UNKNOWN, position);
  }
}
