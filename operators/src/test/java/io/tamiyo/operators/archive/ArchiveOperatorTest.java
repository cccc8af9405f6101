package io.tamiyo.operators.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.tamiyo.Deliveries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ArchiveOperatorTest {

  /** A codec of which only payloads are asked for. */
  private interface Claims extends EntryCodec {
    @Override
    default List<Decoded> read(Map<String, byte[]> fields) {
      return List.of();
    }

    @Override
    default Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages) {
      return Map.of();
    }
  }

  private static final class TooLarge implements Claims {
    @Override
    public Optional<byte[]> claimed(Map<String, byte[]> fields) throws IOException {
      throw new IOException("too large");
    }
  }

  private static final class Away implements Claims {
    @Override
    public Optional<byte[]> claimed(Map<String, byte[]> fields) {
      throw new ClaimCheckOutage("loading", new IllegalStateException("away"));
    }
  }

  private static OneInputStreamOperatorTestHarness<Delivery, ArchiveBlock> open(
      EntryCodec.Factory codecs) throws Exception {
    OneInputStreamOperatorTestHarness<Delivery, ArchiveBlock> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ArchiveOperator(
                new ArchiveOptions("/nowhere", Duration.ofDays(1), 1 << 20), codecs));
    harness.setup(
        InProcessType.of(ArchiveBlock.class).createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }

  @Test
  void keepsAnEntryWhosePayloadCannotBeReadAsItIs() throws Exception {
    OneInputStreamOperatorTestHarness<Delivery, ArchiveBlock> harness = open(TooLarge::new);
    harness.processElement(Deliveries.of("a").tick(1), 1);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(harness.extractOutputValues()).hasSize(1);
    harness.close();
  }

  @Test
  void goesOnWithoutNoPayloadThatMayComeBack() throws Exception {
    OneInputStreamOperatorTestHarness<Delivery, ArchiveBlock> harness = open(Away::new);
    assertThatThrownBy(() -> harness.processElement(Deliveries.of("a").tick(1), 1))
        .isInstanceOf(ClaimCheckOutage.class);
    harness.close();
  }
}
