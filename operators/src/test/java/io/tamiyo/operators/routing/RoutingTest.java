package io.tamiyo.operators.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.AlertType;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {

  private static final StreamNames NAMES = new StreamNames("east");

  private static Outbound entry(Message message) {
    return new Outbound(
        "original",
        TestingCodec.fields(
            Places.of(MessageTypes.nameOf(message), message.layerId(), 1), List.of(message)));
  }

  private static PerformanceAlert alert(Severity severity) {
    return new PerformanceAlert(
        Header.of("id", 1, "test"),
        "a",
        null,
        AlertType.ANOMALY,
        severity,
        "loss",
        Double.NaN,
        null,
        Map.of(),
        null);
  }

  private static List<Outbound> published(Outbound entry, String rules) {
    List<Outbound> out = new ArrayList<>();
    new Routing(NAMES, new TestingCodec()).publish(entry, RoutingRules.parse(rules), out::add);
    return out;
  }

  @Test
  void copiesAnAlertByItsOwnSeverity() {
    String rules = "severity=critical to=pager; severity=warning to=ops";
    assertThat(published(entry(alert(Severity.CRITICAL)), rules))
        .extracting(Outbound::stream)
        .containsExactly("original", "east.kasmina.routed.pager", "east.kasmina.routed.ops");
    assertThat(published(entry(alert(Severity.WARNING)), rules))
        .extracting(Outbound::stream)
        .containsExactly("original", "east.kasmina.routed.ops");
    assertThat(published(entry(alert(Severity.INFO)), rules)).hasSize(1);
  }

  @Test
  void copiesTheSameBytes() {
    Outbound original = entry(alert(Severity.INFO));
    List<Outbound> out = published(original, "to=all");
    assertThat(out.get(1).fields()).isSameAs(original.fields());
    assertThat(out.get(0)).isSameAs(original);
  }

  @Test
  void copiesADeadLetterWithoutTheFieldsOfItsEntry() {
    DeadLetter letter =
        new DeadLetter(
            Header.of("id", 1, "test"),
            "a",
            "kasmina.inbound.a",
            "7-1",
            2,
            3,
            "malformed_json",
            "it is late",
            Map.of("data", "x".repeat(900_000)));
    List<Outbound> out = published(entry(letter), "severity=warning to=ops; to=all");
    assertThat(out)
        .extracting(Outbound::stream)
        .containsExactly("original", "east.kasmina.routed.ops", "east.kasmina.routed.all");
    assertThat(TestingCodec.only(DeadLetter.class, out.get(0))).isEqualTo(letter);
    for (Outbound copy : out.subList(1, 3)) {
      assertThat(TestingCodec.only(DeadLetter.class, copy)).isEqualTo(letter.withoutFields());
    }
  }

  @Test
  void leavesADeadLetterThatItCannotReadWhereItIs() {
    Map<String, byte[]> broken = Map.of("type", "DeadLetter".getBytes(StandardCharsets.UTF_8));
    assertThat(published(new Outbound("original", broken), "to=all")).hasSize(1);
  }

  @Test
  void takesReportsForInformation() {
    Outbound report = entry(Fixtures.report("a").build());
    assertThat(published(report, "type=LayerHealthReport layer=a to=graphs")).hasSize(2);
    assertThat(published(report, "severity=warning to=ops")).hasSize(1);
  }

  @Test
  void neverCopiesACommandOrWhatHasNoType() {
    assertThat(published(entry(Fixtures.emergencyStop("a").build()), "to=all")).hasSize(1);
    assertThat(published(new Outbound("original", Map.of()), "to=all")).hasSize(1);
  }

  @Test
  void takesAnAlertThatItCannotReadForInformation() {
    Outbound original = entry(alert(Severity.CRITICAL));
    Map<String, byte[]> broken = Map.of("type", original.fields().get("type"));
    assertThat(published(new Outbound("original", broken), "to=all")).hasSize(2);
    assertThat(published(new Outbound("original", broken), "severity=critical to=x")).hasSize(1);
  }
}
