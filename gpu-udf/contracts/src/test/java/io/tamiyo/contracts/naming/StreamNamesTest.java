package io.tamiyo.contracts.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamNamesTest {

  private final StreamNames names = StreamNames.unnamed();
  private final StreamNames east = new StreamNames("east");

  @Test
  void putsTheIdLast() {
    assertThat(names.inbound("a.b")).isEqualTo("kasmina.inbound.a.b");
    assertThat(names.control("a.b")).isEqualTo("kasmina.control.layer.a.b");
    assertThat(names.inboundShard(3)).isEqualTo("kasmina.inbound.shard-3");
    assertThat(names.claimCheck("c-1")).isEqualTo("kasmina.claim.c-1");
  }

  @Test
  void startsEveryKeyWithTheInstallation() {
    assertThat(
            List.of(
                east.inbound("a"),
                east.inboundShard(0),
                east.inboundPattern(),
                east.control("a"),
                east.controlPattern(),
                east.emergency(),
                east.config(),
                east.deadLetters(),
                east.alerts(),
                east.ledger(),
                east.aggregates(),
                east.routed("pager"),
                east.audit(),
                east.layers(),
                east.jobEpoch(),
                east.submittedOptions(),
                east.hostEpoch(),
                east.producerEpoch(),
                east.replayedLetter("l"),
                east.claimCheck("c")))
        .allMatch(key -> key.startsWith("east."))
        .doesNotHaveDuplicates();
  }

  @Test
  void takesTheInstallationOffAKeyOfItsOwn() {
    assertThat(names.withoutInstance("kasmina.alert")).hasValue("kasmina.alert");
    assertThat(east.withoutInstance("east.kasmina.alert")).hasValue("kasmina.alert");
    assertThat(east.withoutInstance("eastern.kasmina.alert")).isEmpty();
    assertThat(east.withoutInstance("kasmina.alert")).isEmpty();
  }

  @Test
  void findsTheLayerOfAControlLog() {
    assertThat(names.layerOfControl("kasmina.control.layer.a.b")).hasValue("a.b");
    assertThat(names.layerOfControl("kasmina.control.layer.../x")).isEmpty();
    assertThat(names.layerOfControl("kasmina.inbound.a")).isEmpty();
    assertThat(east.layerOfControl("kasmina.control.layer.a")).isEmpty();
    assertThat(east.layerOfControl("east.kasmina.control.layer.a")).hasValue("a");
  }

  @Test
  void knowsItsControlLogs() {
    assertThat(names.isControl("kasmina.control.layer.a.b")).isTrue();
    assertThat(names.isControl("kasmina.control.emergency")).isFalse();
    assertThat(names.isControl("east.kasmina.control.layer.a")).isFalse();
    assertThat(east.isControl("east.kasmina.control.layer.a")).isTrue();
    assertThat(east.isControl("kasmina.control.layer.a")).isFalse();
    assertThat(east.isControl("west.kasmina.control.layer.a")).isFalse();
    assertThat(east.isControl("eastxkasmina.control.layer.a")).isFalse();
    assertThat(east.isControl("")).isFalse();
  }

  @Test
  void knowsItsRoutedStreams() {
    assertThat(names.isRouted(names.routed("pager"))).isTrue();
    assertThat(names.isRouted(east.routed("pager"))).isFalse();
    assertThat(names.isRouted(names.alerts())).isFalse();
  }

  @Test
  void knowsItsInboundStreams() {
    assertThat(names.isInbound("kasmina.inbound.a")).isTrue();
    assertThat(names.isInbound("kasmina.control.layer.a")).isFalse();
    assertThat(east.isInbound("kasmina.inbound.a")).isFalse();
  }

  @Test
  void knowsWhichOfThemLayersShare() {
    assertThat(names.isInboundShard(names.inboundShard(63))).isTrue();
    assertThat(names.isInboundShard(names.inbound("shard-a"))).isFalse();
    assertThat(names.isInboundShard("kasmina.inbound.shard-")).isFalse();
    assertThat(east.isInboundShard(names.inboundShard(3))).isFalse();
  }

  @Test
  void refusesIdsThatAreNone() {
    assertThatThrownBy(() -> names.inbound("*")).hasMessageContaining("layer_id");
    assertThatThrownBy(() -> names.claimCheck("../x")).hasMessageContaining("claim_check_id");
    assertThatThrownBy(() -> new StreamNames("a b")).hasMessageContaining("instance_id");
    assertThatThrownBy(() -> new StreamNames("{a b}")).hasMessageContaining("instance_id");
    assertThatThrownBy(() -> new StreamNames("{}")).hasMessageContaining("instance_id");
    assertThat(new StreamNames("{a}").control("one")).isEqualTo("{a}.kasmina.control.layer.one");
    assertThatThrownBy(() -> names.inboundShard(-1)).hasMessageContaining("shard");
  }
}
