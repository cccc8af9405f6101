package io.tamiyo.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.operators.delivery.InboundEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrafficTest {

  private static final Traffic TRAFFIC = new Traffic(4, 3);

  @Test
  void givesEachProducerEverySequenceOnceBeforeOneInTenComesAgain() {
    long entries = TRAFFIC.wholeBlocks(1_000);
    List<Set<Long>> seen = new ArrayList<>();
    LongStream.range(0, TRAFFIC.producers()).forEach(any -> seen.add(new HashSet<>()));
    LongStream.range(0, entries)
        .forEach(index -> seen.get(TRAFFIC.producer(index)).add(TRAFFIC.sequence(index)));
    long each = TRAFFIC.distinct(entries) / TRAFFIC.producers();
    assertThat(seen)
        .allSatisfy(
            sequences ->
                assertThat(sequences)
                    .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, each).boxed().toList()));
  }

  @Test
  void letsTheLayersTakeTurns() throws Exception {
    Traffic.Entries entries = TRAFFIC.entries();
    InboundEntry first = entries.at(0);
    InboundEntry second = entries.at(1);
    assertThat(second.layer()).isNotEqualTo(first.layer());
    assertThat(EntryHeaders.read(second.fields()).producer()).isEqualTo("host-1");
    assertThat(EntryHeaders.read(second.fields()).sequence()).isEqualTo(TRAFFIC.sequence(1));
    assertThat(EntryHeaders.read(second.fields()).layer()).isEqualTo(second.layer());
  }

  @Test
  void refusesMoreProducersThanALayerRemembers() {
    assertThatThrownBy(() -> new Traffic(1, 65))
        .hasMessage(
            "1 layers with 65 producers each; give at least one layer and 1 to 64 producers");
  }

  @Test
  void namesTheCasesThatThereAre() {
    assertThatThrownBy(() -> IngestionCase.parse("heep"))
        .hasMessage(
            "there is no case heep; there are: source, heap, rocksdb, heap_decoded, rocksdb_decoded");
  }
}
