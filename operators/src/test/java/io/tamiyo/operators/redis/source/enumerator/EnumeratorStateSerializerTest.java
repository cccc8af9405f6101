package io.tamiyo.operators.redis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnumeratorStateSerializerTest {
  private final EnumeratorStateSerializer serializer = EnumeratorStateSerializer.INSTANCE;

  @Test
  void readsWhatItWrites() throws Exception {
    EnumeratorState state =
        new EnumeratorState(
            true, Set.of("a", "b", "c"), List.of(StreamSplit.unbounded("b", ReadPosition.NEW)));
    for (EnumeratorState each : new EnumeratorState[] {state, EnumeratorState.EMPTY}) {
      assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(each)))
          .isEqualTo(each);
    }
  }

  @Test
  void refusesWhatALaterVersionWrote() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .withMessageContaining("version 2");
  }
}
