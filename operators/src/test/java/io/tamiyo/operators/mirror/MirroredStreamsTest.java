package io.tamiyo.operators.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.naming.StreamNames;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirroredStreamsTest {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final StreamNames EAST = new StreamNames("east");

  @Test
  void areAggregatesAlertsAndRoutedStreamsByDefault() {
    assertThat(MirroredStreams.byDefault(EAST))
        .containsExactly(
            "east.kasmina.telemetry.aggregated", "east.kasmina.alert", "east.kasmina.routed.*");
    for (StreamNames names : List.of(NAMES, EAST)) {
      assertThat(MirroredStreams.byDefault(names))
          .allSatisfy(
              stream -> assertThat(MirroredStreams.require(stream, names)).isEqualTo(stream));
    }
    assertThat(MirroredStreams.require("of.others", NAMES)).isEqualTo("of.others");
    assertThat(MirroredStreams.require("kasmina.ledger", NAMES)).isEqualTo("kasmina.ledger");
  }

  @Test
  void areNoneThatHostsOrJobsRead() {
    for (StreamNames names : List.of(NAMES, EAST)) {
      for (String read :
          List.of(
              names.inbound("a"),
              names.control("a"),
              names.emergency(),
              names.config(),
              names.replicas("a"),
              names.replicaReports("a"),
              names.deadLetters(),
              names.claimCheck("a"),
              names.unclaimedStop("a"),
              names.layers(),
              names.jobEpoch(),
              names.inboundPattern(),
              names.controlPattern(),
              "morphogenetic.control.lifecycle.layer.a")) {
        assertThat(MirroredStreams.isMirrored(read, names)).as(read).isFalse();
        assertThat(MirroredStreams.isMirrored(read, EAST)).as(read).isFalse();
        assertThatThrownBy(() -> MirroredStreams.require(read, NAMES))
            .as(read)
            .hasMessage(
                read
                    + " is read by hosts or jobs: commands would be applied in two regions. Mirror"
                    + " what people read, as in"
                    + " kasmina.telemetry.aggregated,kasmina.alert,kasmina.routed.*");
      }
    }
  }

  @Test
  void areDecidedByHowTheirNamesBeginInAnInstallationOfAnyName() {
    for (String id : List.of("", "east", "tamiyo", "kasmina", "morphogenetic", "{tamiyo}")) {
      StreamNames names = new StreamNames(id);
      for (String stream :
          List.of(names.alerts(), names.routed("tamiyo"), names.routed("a.kasmina.config"))) {
        assertThat(MirroredStreams.isMirrored(stream, names)).as(stream).isTrue();
        assertThat(MirroredStreams.require(stream, names)).isEqualTo(stream);
      }
      assertThat(MirroredStreams.byDefault(names))
          .allMatch(stream -> MirroredStreams.require(stream, names).equals(stream));
      assertThat(MirroredStreams.isMirrored(names.control("a"), names)).as(id).isFalse();
      assertThat(MirroredStreams.isMirrored(names.layers(), names)).as(id).isFalse();
    }
    assertThat(MirroredStreams.isMirrored("kasmina.configured", NAMES)).isTrue();
    assertThat(MirroredStreams.isMirrored("west.kasmina.control.layer.a", EAST)).isFalse();
  }

  @Test
  void areNoneOfAGlobThatMayFindWhatIsRead() {
    for (String glob : List.of("*", "kasmina.*", "k?smina.alert", "kasmina.[a-z]*", "tami*")) {
      assertThatThrownBy(() -> MirroredStreams.require(glob, NAMES))
          .as(glob)
          .hasMessageStartingWith(glob + " may find ")
          .hasMessageContaining("commands would be applied in two regions");
    }
    assertThatThrownBy(() -> MirroredStreams.require("east.*", EAST))
        .hasMessageStartingWith("east.* may find east.kasmina.inbound, ");
    assertThatThrownBy(() -> MirroredStreams.require(" ", EAST)).hasMessageContaining("empty");
    assertThat(MirroredStreams.require("kasmina.routed.o*", NAMES)).isEqualTo("kasmina.routed.o*");
  }
}
