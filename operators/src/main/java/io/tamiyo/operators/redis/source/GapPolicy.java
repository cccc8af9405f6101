package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.split.ReadPosition;

/** Where reading goes on after a gap. Whatever the policy, the gap is counted and handed on. */
public enum GapPolicy {
  /** Where nothing that is still there is missed; what was read before may come again. */
  REPORT {
    @Override
    public ReadPosition resume(GapKind kind, ReadPosition nothingMissed, StreamInfo stream) {
      return nothingMissed;
    }
  },
  /** Nowhere: the job fails. */
  FAIL {
    @Override
    public ReadPosition resume(GapKind kind, ReadPosition nothingMissed, StreamInfo stream) {
      return nothingMissed;
    }

    @Override
    public boolean fails() {
      return true;
    }
  },
  /** At the first entry of a stream that is not the one read before. */
  EARLIEST {
    @Override
    public ReadPosition resume(GapKind kind, ReadPosition nothingMissed, StreamInfo stream) {
      return kind == GapKind.TRIMMED ? nothingMissed : ReadPosition.start(stream.removed());
    }
  },
  /** At the end of the stream as it is now. */
  LATEST {
    @Override
    public ReadPosition resume(GapKind kind, ReadPosition nothingMissed, StreamInfo stream) {
      return new ReadPosition(stream.lastGenerated(), stream.entriesAdded(), false);
    }
  };

  /**
   * Chooses the position.
   *
   * @param nothingMissed the position from which everything still there is read
   * @param stream the stream as it is now
   */
  public abstract ReadPosition resume(GapKind kind, ReadPosition nothingMissed, StreamInfo stream);

  /** Whether the job fails instead of reading on. */
  public boolean fails() {
    return false;
  }
}
