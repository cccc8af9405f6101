package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.SplitNotice;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the fetcher's thread has read one stream, ahead of what was emitted.
 *
 * <p>A <em>milestone</em> is the last entry and the number of entries ever added, as one look at
 * the stream found them. When reading passes that very entry, the entries counted on the way must
 * be as many; fewer means that some were removed before they were read, however that happened.
 */
final class SplitProgress {
  private final StreamSplit split;
  private final byte[] key;
  private long ms;
  private long seq;
  private long entriesRead;
  private boolean read;
  private String server;
  private StreamId intactAt;
  private final ReadMarks marks = new ReadMarks();
  private @Nullable StreamId milestone;
  private long milestoneCount = StreamInfo.UNKNOWN;
  private @Nullable StreamId end;
  private boolean caughtUp;
  private boolean finished;

  SplitProgress(StreamSplit split) {
    this.split = split;
    this.key = split.stream().getBytes(StandardCharsets.UTF_8);
    this.server = split.server();
    this.intactAt = split.position().id();
    set(split.position());
  }

  private void set(ReadPosition position) {
    ms = position.id().ms();
    seq = position.id().seq();
    entriesRead = position.entriesRead();
    read = position.read();
  }

  String stream() {
    return split.stream();
  }

  /** The name as Redis knows it. */
  byte[] key() {
    return key;
  }

  /** The argument of XREAD. */
  String after() {
    return ms + "-" + seq;
  }

  ReadPosition position() {
    return new ReadPosition(new StreamId(ms, seq), entriesRead, read);
  }

  /** Where reading was when the stream was last found to hold what was read. */
  StreamId intactAt() {
    return intactAt;
  }

  /** Where it was found so before. */
  ReadMarks marks() {
    return marks;
  }

  /** The run id of the server on which the position was last seen, empty before that. */
  String server() {
    return server;
  }

  /** Notes the server, and tells of it where it is news. */
  void seenOn(String runId, List<StreamElement> out) {
    if (!runId.isEmpty() && !runId.equals(server)) {
      server = runId;
      out.add(new SplitNotice.Known(position(), server));
    }
  }

  /** Whether everything that shall be read was read. */
  boolean isFinished() {
    return finished;
  }

  /** Takes the next entry, and adds it with what it shows to the elements to emit. */
  void accept(StreamEntry entry, List<StreamElement> out) {
    if (finished || isBeyondTheStop(entry)) {
      finished = true;
      return;
    }
    ms = entry.ms();
    seq = entry.seq();
    read = true;
    entriesRead += entriesRead == StreamInfo.UNKNOWN ? 0 : 1;
    out.add(entry);
    if (milestone != null && hasReached(milestone)) {
      passMilestone(milestone, out);
    }
    noteEnds(out);
  }

  private boolean isBeyondTheStop(StreamEntry entry) {
    StreamId stop = split.stopAt();
    return stop != null && compare(entry.ms(), entry.seq(), stop) > 0;
  }

  private void passMilestone(StreamId passed, List<StreamElement> out) {
    milestone = null;
    if (compare(ms, seq, passed) != 0 || entriesRead == milestoneCount) {
      return;
    }
    long lost = milestoneCount - entriesRead;
    boolean counted = entriesRead != StreamInfo.UNKNOWN;
    entriesRead = milestoneCount;
    if (counted && lost > 0) {
      out.add(new SplitNotice.Gap(gap(GapKind.TRIMMED, lost, passed), position()));
      return;
    }
    out.add(new SplitNotice.Known(position(), server));
  }

  /** Describes a gap before {@code resume}. */
  StreamGap gap(GapKind kind, long lost, StreamId resume) {
    return new StreamGap(stream(), kind, lost, ms, seq, resume.ms(), resume.seq());
  }

  /** Goes on elsewhere, or with more known about the place. */
  void moveTo(ReadPosition position) {
    if (position.id().compareTo(position().id()) < 0) {
      marks.clear();
    }
    set(position);
    milestone = null;
  }

  /** Takes what a look at the stream found, once its verdict has been followed. */
  void looked(StreamInfo stream, List<StreamElement> out) {
    ReadPosition position = position();
    intactAt = position.id();
    marks.add(position);
    StreamId last = stream.last();
    if (last != null
        && last.equals(stream.lastGenerated())
        && stream.entriesAdded() != StreamInfo.UNKNOWN) {
      milestone = hasReached(last) ? null : last;
      milestoneCount = stream.entriesAdded();
    }
    if (end == null || last == null || end.isAfter(last)) {
      end = last == null ? StreamId.ZERO : last;
    }
    if (split.stopAt() != null && (last == null || hasReached(last))) {
      finished = true;
    }
    noteEnds(out);
  }

  private void noteEnds(List<StreamElement> out) {
    if (!caughtUp && end != null && hasReached(end)) {
      caughtUp = true;
      out.add(new SplitNotice.CaughtUp());
    }
    if (split.stopAt() != null && hasReached(split.stopAt())) {
      finished = true;
    }
  }

  private boolean hasReached(StreamId id) {
    return compare(ms, seq, id) >= 0;
  }

  private static int compare(long ms, long seq, StreamId id) {
    return ms != id.ms() ? Long.compare(ms, id.ms()) : Long.compare(seq, id.seq());
  }
}
