package io.tamiyo.operators.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.StreamId;
import org.junit.jupiter.api.Test;

class PassedOverTest {

  private static StreamId id(long ms) {
    return new StreamId(ms, 0);
  }

  @Test
  void readsAgainFromTheFirstOfTheStreamsThatHaveRoomAndOfEachOnce() {
    PassedOver passedOver = new PassedOver();
    passedOver.note("a", id(5));
    passedOver.note("b", id(3));
    passedOver.note("b", id(9));
    passedOver.note("c", id(4));
    assertThat(passedOver.again(stream -> false)).isEmpty();
    assertThat(passedOver.again(stream -> !stream.equals("b"))).contains(id(4));
    assertThat(passedOver.again(stream -> true)).contains(id(3));
    assertThat(passedOver.again(stream -> true)).isEmpty();
  }

  @Test
  void notesTheRestAsOneBeyondItsBound() {
    PassedOver passedOver = new PassedOver();
    for (int stream = 0; stream < PassedOver.MOST; stream++) {
      passedOver.note("stream-" + stream, id(100));
    }
    passedOver.note("another", id(7));
    passedOver.note("one more", id(6));
    passedOver.note("stream-0", id(50));
    assertThat(passedOver.again(String::isEmpty)).contains(id(6));
    assertThat(passedOver.again(stream -> true)).contains(id(50));
  }
}
