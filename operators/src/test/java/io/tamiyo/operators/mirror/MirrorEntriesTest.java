package io.tamiyo.operators.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.redis.TestingMetrics;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.sink.StreamTrim;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MirrorEntriesTest {

  private final MirrorEntries entries =
      new MirrorEntries(new StreamNames("east"), new MirrorRoute("eu", "us", false));
  private final List<Outbound> out = new ArrayList<>();
  private final TestingMetrics metrics = new TestingMetrics();

  @BeforeEach
  void open() {
    entries.open(metrics);
  }

  private void read(String stream) throws IOException {
    entries.deserialize(
        new StreamEntry(stream, 7, 1, Map.of("data", new byte[] {1})), new ListCollector<>(out));
  }

  @Test
  void countsWhatItTakesAndWhatItLeaves() throws IOException {
    read("east.kasmina.alert");
    read("east.kasmina.alert");
    read("east.kasmina.control.layer.a");
    read("east.kasmina.alert", "us");
    read("east.kasmina.alert", "asia,us");
    read("east.kasmina.alert", "eu");
    assertThatThrownBy(() -> read("east.kasmina.alert", "/")).isInstanceOf(IOException.class);
    assertThat(metrics.count("copied")).isEqualTo(3);
    assertThat(metrics.count("left")).isEqualTo(2);
    assertThat(metrics.count("refused")).isEqualTo(2);
    assertThat(out).hasSize(3);
  }

  @Test
  void tellsHowOldTheLastEntryWasWhenItWasRead() {
    AtomicLong clock = new AtomicLong(5_000);
    MirrorMetrics told = new MirrorMetrics(metrics, clock::get);
    assertThat(metrics.value("behindMs")).isEqualTo(0L);
    told.read(4_993);
    clock.set(9_000);
    assertThat(metrics.value("behindMs")).isEqualTo(7L);
    told.read(9_001);
    assertThat(metrics.value("behindMs")).as("of a clock that is ahead").isEqualTo(0L);
  }

  private void read(String stream, String regions) throws IOException {
    entries.deserialize(
        new StreamEntry(
            stream, 7, 1, Map.of("regions", regions.getBytes(StandardCharsets.US_ASCII))),
        new ListCollector<>(out));
  }

  @Test
  void keepsTheNameOfTheStream() throws IOException {
    read("east.kasmina.alert");
    assertThat(out).extracting(Outbound::stream).containsExactly("east.kasmina.alert");
    assertThat(out.get(0).fields()).containsOnlyKeys("data", "regions", "origin");
  }

  @Test
  void takesNoCommandThatAGlobHasFound() throws IOException {
    read("east.kasmina.control.layer.a");
    read("kasmina.inbound.a");
    assertThat(out).isEmpty();
  }

  @Test
  void tellsTheOtherRegionOfWhatWasLostOnTheWay() {
    StreamGap gap = new StreamGap("east.kasmina.alert", GapKind.TRIMMED, 17, 900, 0, 1000, 2);
    entries.gap(gap, new ListCollector<>(out));
    entries.gap(
        new StreamGap("x", GapKind.TRIMMED, StreamGap.UNKNOWN, 900, 0, 1000, 2),
        new ListCollector<>(out));
    assertThat(out).extracting(Outbound::stream).containsOnly("east.kasmina.alert");
    GapEvent told = TestingCodec.only(GapEvent.class, out.get(0));
    assertThat(told.lost()).isEqualTo(17);
    assertThat(told.stream()).isEqualTo("east.kasmina.alert");
    assertThat(told.reason()).isEqualTo("trimmed");
    assertThat(told.header().source()).isEqualTo("tamiyo/mirror/eu");
    assertThat(TestingCodec.only(GapEvent.class, out.get(1)).lost()).isNull();
    assertThat(new String(out.get(0).fields().get("regions"), StandardCharsets.US_ASCII))
        .isEqualTo("eu,us");
  }

  @Test
  void givesGapsAnOriginThatNoEntryHas() {
    entries.gap(
        new StreamGap("east.kasmina.alert", GapKind.TRIMMED, 17, 900, 0, 1000, 2),
        new ListCollector<>(out));
    GapEvent told = TestingCodec.only(GapEvent.class, out.get(0));
    assertThat(new String(out.get(0).fields().get("origin"), StandardCharsets.US_ASCII))
        .isEqualTo("eu/gap/" + told.header().messageId());
  }

  @Test
  void namesTheFieldByWhichNobodyCanTellWhereAnEntryWas() {
    StreamEntry entry = new StreamEntry("kasmina.alert", 7, 1, Map.of("regions", new byte[] {1}));
    assertThatThrownBy(() -> entries.deserialize(entry, new ListCollector<>(out)))
        .isInstanceOf(IOException.class)
        .hasMessage("its field regions is not 1 to 16 regions, as in eu,us");
    new WarnOfEachStream().handle(entry, new IOException("no regions"), new ListCollector<>(out));
    assertThat(out).isEmpty();
  }

  @Test
  void warnsOnceOfEachOfSoManyStreams() {
    WarnOfEachStream warnings = new WarnOfEachStream();
    for (int i = 0; i < WarnOfEachStream.MAX_STREAMS; i++) {
      assertThat(warnings.isNews("stream" + i)).isTrue();
      assertThat(warnings.isNews("stream" + i)).isFalse();
    }
    assertThat(warnings.isNews("one more")).isFalse();
  }

  @Test
  void boundsWhatItAppends() throws IOException {
    read("kasmina.alert");
    StreamAppend append = new MirrorAppends(500).serialize(out.get(0));
    assertThat(append.trim()).isEqualTo(StreamTrim.maxLength(500));
    assertThat(append.stream()).isEqualTo("kasmina.alert");
    assertThatThrownBy(() -> new MirrorAppends(0)).hasMessage("keep is not positive: 0");
  }
}
