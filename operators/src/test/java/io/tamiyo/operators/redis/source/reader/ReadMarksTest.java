package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import org.junit.jupiter.api.Test;

class ReadMarksTest {
  private final ReadMarks marks = new ReadMarks();

  private static ReadPosition read(long ms) {
    return new ReadPosition(new StreamId(ms, 0), ms, true);
  }

  @Test
  void offersTheNewestPositionsUpToAnIdFirst() {
    marks.add(read(1));
    marks.add(read(2));
    marks.add(read(2));
    marks.add(read(3));
    marks.add(ReadPosition.after(new StreamId(4, 0)));

    assertThat(marks.upTo(new StreamId(2, 5))).containsExactly(read(2), read(1));
    assertThat(marks.upTo(new StreamId(9, 0))).containsExactly(read(3), read(2), read(1));
  }

  @Test
  void keepsABoundedNumber() {
    for (int i = 1; i <= 100; i++) {
      marks.add(read(i));
    }
    assertThat(marks.upTo(new StreamId(100, 0)))
        .hasSize(16)
        .startsWith(read(100))
        .endsWith(read(85));
    marks.clear();
    assertThat(marks.upTo(new StreamId(100, 0))).isEmpty();
  }
}
