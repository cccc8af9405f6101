package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {

  @Test
  void readsWhatItPrints() {
    StreamId id = new StreamId(1_700_000_000_000L, 17);

    assertThat(id).hasToString("1700000000000-17");
    assertThat(StreamId.parse(id.toString())).isEqualTo(id);
    assertThat(StreamId.parse("5")).isEqualTo(new StreamId(5, 0));
    assertThat(StreamId.parse("18446744073709551615-18446744073709551615"))
        .isEqualTo(new StreamId(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void ordersByTimeAndThenByNumber() {
    assertThat(new StreamId(2, 0)).isGreaterThan(new StreamId(1, 9));
    assertThat(new StreamId(1, 10).isAfter(new StreamId(1, 9))).isTrue();
    assertThat(StreamId.before(7)).isLessThan(new StreamId(7, 0));
    assertThat(StreamId.before(7)).isGreaterThan(new StreamId(6, 1_000_000));
    assertThat(StreamId.before(0)).isEqualTo(StreamId.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "1-", "-1", "a-1", "1-b", "1-2-3"})
  void refusesWhatIsNoId(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamId.parse(text))
        .withMessageContaining("not a stream id");
    assertThatIllegalArgumentException().isThrownBy(() -> new StreamId(-1, 0));
  }
}
