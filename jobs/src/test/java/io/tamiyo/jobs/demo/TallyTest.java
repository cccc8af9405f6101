package io.tamiyo.jobs.demo;

import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.TelemetryBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TallyTest {

  private final Tally tally = new Tally();

  @Test
  void countsSeedsByTheStateOfTheLastReport() {
    tally.accept(1, Fixtures.report("a").seeds(3).state(1, SeedState.TRAINING).build());
    tally.accept(2, Fixtures.report("a").seeds(3).state(1, SeedState.GRAFTING).build());
    assertThat(layer("a").states()).isEqualTo(Map.of(SeedState.DORMANT, 2, SeedState.GRAFTING, 1));
    assertThat(layer("a").reports()).isEqualTo(2);
  }

  @Test
  void leavesTheSimulatedLayersOfTheRehearsalOut() {
    SimulatedLayer simulated = new SimulatedLayer(1, 3);
    tally.accept(1, simulated.report());
    tally.accept(2, simulated.goodbye());
    assertThat(tally.layers()).isEmpty();
  }

  @Test
  void countsEveryMessageOfABatch() {
    tally.accept(
        1,
        new TelemetryBatch(
            Fixtures.header("batch", seconds(1)),
            List.of(Fixtures.report("a").seeds(1).build(), Fixtures.report("b").seeds(2).build()),
            null,
            2));
    assertThat(tally.sum(LayerTally::seeds)).isEqualTo(3);
  }

  @Test
  void closesACommandByItsAcknowledgement() {
    LifecycleTransitionCommand command = germinate(0);
    tally.accept(10, command);
    assertThat(layer("a").inFlight()).isEqualTo(1);
    tally.accept(
        12,
        Fixtures.acknowledgement(command, Outcome.APPLIED)
            .seed(0, SeedState.GERMINATED, 1)
            .build());
    assertThat(layer("a").inFlight()).isZero();
    assertThat(layer("a").applied()).isEqualTo(1);
    assertThat(layer("a").states()).isEqualTo(Map.of(SeedState.GERMINATED, 1));
  }

  @Test
  void countsARefusedCopyAsRejectedAndADuplicateAsNeither() {
    LifecycleTransitionCommand command = germinate(0);
    tally.accept(1, Fixtures.acknowledgement(command, Outcome.STALE_EPOCH).build());
    tally.accept(2, Fixtures.acknowledgement(command, Outcome.DUPLICATE).build());
    assertThat(layer("a").rejected()).isEqualTo(1);
    assertThat(layer("a").applied()).isZero();
    assertThat(layer("a").acknowledgements()).isEqualTo(2);
  }

  @Test
  void countsARetriedCopyOnceAndMeasuresOnlyTheFirst() {
    tally.accept(5, germinate(0));
    tally.accept(900, germinate(0));
    assertThat(layer("a").commands()).isEqualTo(1);
    assertThat(tally.telemetryToCommand().quantile(1)).hasValue(5);
  }

  @Test
  void sumsTheLastLedgerOfEachLayer() {
    tally.accept(1, ledger("a", 5));
    tally.accept(2, ledger("a", 7));
    tally.accept(3, ledger("b", 2));
    DemoReport.Ledger ledger = DemoReport.ledger(tally, 9);
    assertThat(ledger.in()).isEqualTo(9);
    assertThat(ledger.balances()).isTrue();
    assertThat(DemoReport.ledger(tally, 10).balances()).isFalse();
  }

  private LayerTally layer(String id) {
    return Objects.requireNonNull(tally.layers().get(id), id);
  }

  private static LifecycleTransitionCommand germinate(int seed) {
    return Fixtures.transition("a", SeedState.GERMINATED).of(seed, 0).build();
  }

  private static LedgerReport ledger(String layer, long messages) {
    return new LedgerReport(
        Fixtures.header("ledger-" + messages, seconds(messages)),
        layer,
        messages,
        messages,
        0,
        0,
        0,
        0);
  }
}
