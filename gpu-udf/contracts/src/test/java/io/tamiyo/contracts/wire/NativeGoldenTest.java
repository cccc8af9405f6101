package io.tamiyo.contracts.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.wire.compression.Decompression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries of version 1.0 as they were written when it was new; every later release reads them. */
class NativeGoldenTest {

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  static List<GoldenEntries.Entry> entries() {
    return GoldenEntries.of("native-1.0");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entries")
  void readsAndWritesEveryKindAsItWas(GoldenEntries.Entry entry) throws Exception {
    EntryHeader place = EntryHeaders.read(entry.fields());
    Message message = message(entry);
    assertThat(MessageTypes.nameOf(message)).isEqualTo(place.type());
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      assertThat(plain(writer.write(place, List.of(message)))).isEqualTo(plain(entry.fields()));
    }
  }

  @Test
  void hasEveryKind() {
    assertThat(entries().stream().map(entry -> entry.file().replace(".json", "")))
        .containsAll(new RandomMessages(1).oneOfEach().stream().map(MessageTypes::nameOf).toList());
  }

  @Test
  void readsTheColumnsThatWereWritten() {
    SeedColumns seeds = ((LayerHealthReport) message("200-seeds.json")).seeds();
    assertThat(seeds.rows()).isEqualTo(200);
    assertThat(seeds.state(3)).isEqualTo(SeedState.TRAINING);
    assertThat(seeds.state(4)).isEqualTo(SeedState.DORMANT);
    assertThat(seeds.revision(198)).isEqualTo(Fixtures.revision(198));
    assertThat(seeds.epochsInState()[198]).isEqualTo(396);
    assertThat(seeds.metricsOf(199).measured("loss")).hasValue(0.25);
    assertThat(seeds.metricsOf(192).measured("accuracy")).hasValue(0.75);
    assertThat(seeds.metricsOf(193).measured("accuracy")).isEmpty();
  }

  @Test
  void readsTheRevisionsThatWereWritten() {
    assertThat(((Plan) message("Plan.json")).targets())
        .contains(new SeedTarget(0, new Revision(244835567, 3634441200346052474L)));
  }

  private Message message(String file) {
    return message(
        entries().stream().filter(entry -> entry.file().equals(file)).findFirst().orElseThrow());
  }

  private Message message(GoldenEntries.Entry entry) {
    List<Decoded> decoded = reader.read(entry.fields());
    assertThat(decoded).singleElement().isInstanceOf(Decoded.Good.class);
    return ((Decoded.Good) decoded.get(0)).message();
  }

  /** The fields as text, with the payload decompressed: zstd may learn to compress better. */
  private static Map<String, String> plain(Map<String, byte[]> fields) throws Exception {
    Map<String, String> plain = new TreeMap<>();
    fields.forEach((name, value) -> plain.put(name, new String(value, StandardCharsets.UTF_8)));
    byte[] data = requireNonNull(fields.get(EntryFields.DATA));
    boolean compressed = requireNonNull(plain.get(EntryFields.ENCODING)).endsWith("zstd");
    byte[] payload = compressed ? Decompression.zstd(data, 1 << 20) : data;
    plain.put(EntryFields.DATA, new String(payload, StandardCharsets.ISO_8859_1));
    return plain;
  }
}
