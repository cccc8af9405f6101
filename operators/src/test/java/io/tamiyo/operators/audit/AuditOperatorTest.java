package io.tamiyo.operators.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.archive.ArchiveBlock;
import io.tamiyo.operators.archive.ArchiveMinute;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.tamiyo.Alerts;
import io.tamiyo.operators.tamiyo.Deliveries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditOperatorTest {

  private static final String LAYER = "encoder.0";
  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final long NOON = 1_795_262_400_000L;

  @TempDir Path archive = Path.of("");

  /** What comes out of published messages. */
  private record Told(List<String> lines, List<AuditRecord> topic) {}

  private static final Told NOTHING = new Told(List.of(), List.of());

  private Told tell(boolean topic, boolean files, Message... published) throws Exception {
    return tellIn(NAMES.alerts(), topic, files, published);
  }

  private Told tellIn(String stream, boolean topic, boolean files, Message... published)
      throws Exception {
    @Nullable ArchiveOptions where = files ? files() : null;
    OneInputStreamOperatorTestHarness<Outbound, ArchiveBlock> harness =
        new OneInputStreamOperatorTestHarness<>(
            new AuditOperator(NAMES, TestingCodec::new, topic, where));
    harness.setup(
        InProcessType.of(ArchiveBlock.class).createSerializer(new SerializerConfigImpl()));
    harness.open();
    harness.setProcessingTime(NOON);
    for (Message message : published) {
      var place = Places.of(MessageTypes.nameOf(message), message.layerId(), 1);
      harness.processElement(new Outbound(stream, TestingCodec.fields(place, List.of(message))), 0);
    }
    harness.notifyOfCompletedCheckpoint(1);
    List<String> lines = new ArrayList<>();
    for (ArchiveBlock block : harness.extractOutputValues()) {
      assertThat(block.minute()).isEqualTo(ArchiveMinute.of(NOON));
      lines.add(new String(block.bytes(), StandardCharsets.UTF_8));
    }
    var side = harness.getSideOutput(AuditOperator.TOPIC);
    List<AuditRecord> records =
        side == null
            ? List.of()
            : side.stream()
                .map(element -> TestingCodec.only(AuditRecord.class, element.getValue()))
                .toList();
    harness.close();
    return new Told(lines, records);
  }

  private ArchiveOptions files() {
    return AuditFiles.in(
        new ArchiveOptions(archive.toString(), Duration.ofDays(1), 1 << 20), AuditOptions.DEFAULTS);
  }

  private static PerformanceAlert alert(String name, String detail) {
    Alerts alerts = new Alerts(Deliveries.of(LAYER).tick(NOON), "tamiyo/policy");
    alerts.add(Severity.WARNING, name, 1, detail, "do");
    return alerts.all().get(0);
  }

  private static GapEvent gap() {
    return new GapEvent(
        Fixtures.header("gap-1", Duration.ofMillis(NOON)),
        "kasmina.inbound.encoder.0",
        LAYER,
        7L,
        "sequence",
        "host-1",
        3L,
        9L);
  }

  private static DeadLetter deadLetter() {
    return new DeadLetter(
        Fixtures.header("letter-1", Duration.ofMillis(NOON)),
        null,
        "kasmina.inbound.x",
        "5-0",
        -1,
        1,
        "malformed_payload",
        "no JSON",
        Map.of());
  }

  @Test
  void tellsWhatWasPublishedInFilesAndInTheStream() throws Exception {
    Told told =
        tell(
            true,
            true,
            alert("request_refused", "seed 1 is FOSSILIZED"),
            alert("loss", "x".repeat(3_000)),
            gap(),
            deadLetter(),
            Fixtures.heartbeat(LAYER, Duration.ZERO));

    assertThat(told.topic())
        .extracting(AuditRecord::kind, AuditRecord::subject, AuditRecord::outcome)
        .containsExactly(
            tuple("refusal", "request_refused", "WARNING"),
            tuple("alert", "loss", "WARNING"),
            tuple("gap", "kasmina.inbound.encoder.0", "lost 7"),
            tuple("dead_letter", "5-0 of kasmina.inbound.x", "malformed_payload"));
    assertThat(told.topic().get(0).reason()).isEqualTo("seed 1 is FOSSILIZED");
    assertThat(told.topic().get(2).header().messageId()).isEqualTo("audit-gap-1");
    assertThat(told.topic().get(2).about()).isEqualTo("gap-1");
    assertThat(told.lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}\n"));
    assertThat(told.lines().get(1)).hasSizeLessThan(1_000).contains("xxx\\u2026");
  }

  @Test
  void keepsWhatSaysThatItIsFarAheadWhereItArrives() throws Exception {
    for (double seconds : new double[] {1e300, -1e300, NOON / 1e3 + 1e6}) {
      GapEvent told = gap();
      Header header = Header.of("gap-2", seconds, "host-1");
      GapEvent wild =
          new GapEvent(header, told.stream(), LAYER, 1L, told.reason(), null, null, null);
      assertThat(tell(false, true, wild).lines()).as("at %s", seconds).hasSize(1);
    }
  }

  @Test
  void writesOnlyWhereItIsAskedTo() throws Exception {
    assertThat(tell(false, true, gap()).topic()).isEmpty();
    assertThat(tell(true, false, gap()).lines()).isEmpty();
  }

  @Test
  void leavesCopiesByRulesToWhatTheyAreCopiesOf() throws Exception {
    assertThat(tellIn(NAMES.routed("pager"), true, true, gap())).isEqualTo(NOTHING);
  }

  @Test
  void readsItsFilesBackEachRecordOnce() throws Exception {
    Told told = tell(true, true, gap(), alert("loss", "x".repeat(3_000)));
    Path minute =
        Files.createDirectories(archive.resolve("audit/" + ArchiveMinute.of(NOON).directory()));
    Files.writeString(minute.resolve("part-1.jsonl"), String.join("", told.lines()));
    Files.writeString(minute.resolve("part-2.jsonl"), told.lines().get(0));
    Files.writeString(minute.resolve(".part-3.jsonl.inprogress"), "{");

    assertThat(read(NOON, NOON + 1)).isEqualTo(told.topic());
    assertThat(read(NOON + 60_000, NOON + 120_000)).isEmpty();
    Set<StepKind> gaps = EnumSet.of(StepKind.GAP);
    String path = archive.toString();
    assertThat(AuditFiles.read(path, NOON, NOON + 1, gaps, any -> true).entries()).hasSize(1);
    assertThat(AuditFiles.read(path, NOON, NOON + 1, gaps, any -> false).entries()).isEmpty();
    assertThat(AuditFiles.read(path + "/none", 0, 1, gaps, any -> true).entries()).isEmpty();
  }

  private List<AuditRecord> read(long from, long to) throws IOException {
    Set<StepKind> all = EnumSet.allOf(StepKind.class);
    return AuditFiles.read(archive.toString(), from, to, all, any -> true).entries().stream()
        .map(fields -> TestingCodec.only(AuditRecord.class, new Outbound("", fields)))
        .toList();
  }
}
