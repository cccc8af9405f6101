package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class LayerEntriesTest {

  private final StreamNames names = new StreamNames("blue");
  private final LayerEntries entries = new LayerEntries(names);
  private final List<InboundEntry> out = new ArrayList<>();

  @Test
  void givesAnEntryToTheLayerOfItsFields() {
    entries.deserialize(
        entry(names.inboundShard(3), Map.of("layer", utf8("enc.1"))), new ListCollector<>(out));
    assertThat(out.get(0).layer()).isEqualTo("enc.1");
    assertThat(out.get(0).entryId()).isEqualTo("1000-7");
    assertThat(out.get(0).stream()).isEqualTo("blue.kasmina.inbound.shard-3");
  }

  @Test
  void givesAnEntryWithoutThatFieldToTheLayerOfItsStream() {
    entries.deserialize(entry(names.inbound("enc.1"), Map.of()), new ListCollector<>(out));
    entries.deserialize(entry(names.control("enc.2"), Map.of()), new ListCollector<>(out));
    entries.deserialize(entry("elsewhere", Map.of()), new ListCollector<>(out));
    assertThat(out).extracting(InboundEntry::layer).containsExactly("enc.1", "enc.2", "elsewhere");
  }

  @Test
  void tellsOfAGapWithItsSizeWhereReadingGoesOn() {
    StreamGap gap = new StreamGap(names.inbound("enc.1"), GapKind.TRIMMED, 17, 900, 0, 1000, 2);
    entries.gap(gap, new ListCollector<>(out));
    GapEvent event = read(out.get(0));
    assertThat(out.get(0).entryId()).isEqualTo("1000-2");
    assertThat(event.lost()).isEqualTo(17);
    assertThat(event.reason()).isEqualTo("trimmed");
    assertThat(event.layerId()).isEqualTo("enc.1");
  }

  @Test
  void inventsNoLayerForWhatIsNoLayersInASharedStream() {
    StreamGap gap = new StreamGap(names.inboundShard(3), GapKind.TRIMMED, 17, 900, 0, 1000, 2);
    entries.gap(gap, new ListCollector<>(out));
    entries.deserialize(entry(names.inboundShard(3), Map.of()), new ListCollector<>(out));
    assertThat(out).extracting(InboundEntry::layer).containsExactly("", "");
    assertThat(read(out.get(0)).layerId()).isNull();
    assertThat(read(out.get(0)).stream()).isEqualTo(names.inboundShard(3));
  }

  @Test
  void doesNotGuessHowMuchIsMissing() {
    StreamGap gap =
        new StreamGap(
            names.inbound("enc.1"), GapKind.RECREATED, StreamGap.UNKNOWN, 900, 0, 1000, 2);
    entries.gap(gap, new ListCollector<>(out));
    assertThat(read(out.get(0)).lost()).isNull();
  }

  private static GapEvent read(InboundEntry entry) {
    WireReader reader =
        new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
    Decoded decoded = reader.read(entry.fields()).get(0);
    assertThat(decoded).isInstanceOf(Decoded.Good.class);
    return (GapEvent) ((Decoded.Good) decoded).message();
  }

  private static StreamEntry entry(String stream, Map<String, byte[]> fields) {
    return new StreamEntry(stream, 1000, 7, fields);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
