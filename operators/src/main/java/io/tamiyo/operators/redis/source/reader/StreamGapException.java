package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.source.StreamGap;
import java.io.IOException;

/** Entries of a stream are missing, and the policy is to fail. */
final class StreamGapException extends IOException {
  private static final long serialVersionUID = 1L;

  StreamGapException(StreamGap gap) {
    super(gap.describe() + "; with gap policy REPORT the job would count it and go on");
  }
}
