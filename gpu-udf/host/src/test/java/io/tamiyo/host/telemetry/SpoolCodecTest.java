package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.Encoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpoolCodecTest {

  private static final EncodedMessages CONTENT =
      new EncodedMessages("TelemetryBatch", 7, Encoding.CBOR_ZSTD, 4000, new byte[] {1, 2, 3});

  @Test
  void readsWhatItHasWritten() throws IOException {
    Channel channel = new Channel("kasmina.inbound.one", "one", true);
    SpooledReports read = SpoolCodec.read(SpoolCodec.write(channel, CONTENT), () -> {});
    assertThat(read.channel()).isEqualTo(channel);
    assertThat(read.content()).usingRecursiveComparison().isEqualTo(CONTENT);
    assertThat(read.count()).isEqualTo(7);

    Channel shared = new Channel("kasmina.events", null, false);
    assertThat(SpoolCodec.read(SpoolCodec.write(shared, CONTENT), () -> {}).channel())
        .isEqualTo(shared);
  }

  @Test
  void refusesWhatIsNone() {
    byte[] bytes = SpoolCodec.write(new Channel("stream", null, false), CONTENT);
    byte[] later = bytes.clone();
    later[0] = 2;
    assertThatThrownBy(() -> SpoolCodec.read(later, () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version: 2");
    for (int length = 0; length < bytes.length - CONTENT.payload().length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SpoolCodec.read(cut, () -> {})).isInstanceOf(IOException.class);
    }
    byte[] unknown =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace("cbor+zstd", "cbor+nope")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> SpoolCodec.read(unknown, () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cbor+nope");
  }
}
