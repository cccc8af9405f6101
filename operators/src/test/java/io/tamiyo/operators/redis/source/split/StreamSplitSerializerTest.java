package io.tamiyo.operators.redis.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tamiyo.operators.redis.StreamId;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StreamSplitSerializerTest {
  private final StreamSplitSerializer serializer = StreamSplitSerializer.INSTANCE;

  @Test
  void readsWhatItWrites() throws Exception {
    ReadPosition position = new ReadPosition(new StreamId(17, 3), 42, true);
    for (StreamSplit split :
        new StreamSplit[] {
          new StreamSplit("kasmina.inbound.layer-1", position, "run-1", new StreamId(99, 0)),
          StreamSplit.unbounded("s", ReadPosition.NEW)
        }) {
      byte[] written = serializer.serialize(split);
      assertThat(serializer.deserialize(serializer.getVersion(), written)).isEqualTo(split);
    }
  }

  @Test
  void refusesWhatALaterVersionWrote() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .withMessageContaining("version 2");
  }

  @Test
  void keepsAsStateExactlyWhatItWasGivenUntilSomethingIsRead() {
    StreamSplit split =
        new StreamSplit("s", ReadPosition.after(new StreamId(17, 3)), "run", new StreamId(9, 9));
    StreamSplitState state = new StreamSplitState(split);
    assertThat(state.toSplit()).isEqualTo(split);

    state.advance(18, 0);
    assertThat(state.toSplit().position())
        .isEqualTo(new ReadPosition(new StreamId(18, 0), -1, true));
    state.moveTo(ReadPosition.NEW);
    state.advance(19, 0);
    assertThat(state.toSplit().position())
        .isEqualTo(new ReadPosition(new StreamId(19, 0), 1, true));
  }
}
