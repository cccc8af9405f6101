package io.tamiyo.operators.ingest;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerArrivalsTest {

  private static final long MINUTE = 60_000;

  private final LayerArrivals layer = LayerArrivals.none();

  private boolean isNew(String producer, long epoch, long sequence, long time) {
    return added(producer, epoch, sequence, time).isEmpty();
  }

  private Optional<Duplicate> added(String producer, long epoch, long sequence, long time) {
    return layer.add(producer, "stream", epoch, sequence, time, 3);
  }

  @Test
  void isStoredAsAPojo() {
    assertSerializedAsPojoWithoutKryo(IngestState.class);
    assertSerializedAsPojoWithoutKryo(RememberedId.class);
  }

  @Test
  void knowsEachProducerAndEachOfItsStarts() {
    assertThat(isNew("a", 1, 1, 0)).isTrue();
    assertThat(isNew("b", 1, 1, 0)).isTrue();
    assertThat(isNew("a", 2, 1, 0)).isTrue();
    assertThat(isNew("a", 1, 1, 0)).isFalse();
    assertThat(isNew("b", 1, 1, 0)).isFalse();
    assertThat(isNew("a", 2, 1, 0)).isFalse();
  }

  @Test
  void knowsEachStreamOfAProducer() {
    assertThat(isNew("a", 1, 1, 0)).isTrue();
    assertThat(layer.add("a", "another", 1, 1, 0, 3)).isEmpty();
  }

  @Test
  void judgesLateEntriesOfAnOlderStartWhileItIsRemembered() {
    isNew("a", 1, 1, 0);
    isNew("a", 2, 1, MINUTE);
    assertThat(isNew("a", 1, 1, 2 * MINUTE)).isFalse();
    assertThat(isNew("a", 1, 2, 2 * MINUTE)).isTrue();
    assertThat(isNew("a", 1, 2, 2 * MINUTE)).isFalse();
  }

  @Test
  void forgetsAStartThatWasSilentForTheRetentionWhenANewerOneAppears() {
    isNew("a", 1, 1, 0);
    isNew("a", 2, 1, 11 * MINUTE);
    assertThat(isNew("a", 1, 2, 11 * MINUTE)).as("taken for a duplicate").isFalse();
    assertThat(layer.stored().producers().get(0).epochs()).hasSize(1);
  }

  @Test
  void keepsTheNewestStartHoweverLongItWasSilent() {
    isNew("a", 1, 1, 0);
    assertThat(isNew("a", 1, 1, 1_000 * MINUTE)).isFalse();
    assertThat(isNew("a", 1, 2, 1_000 * MINUTE)).isTrue();
  }

  @Test
  void remembersAtMostFourStarts() {
    for (long epoch = 1; epoch <= 10; epoch++) {
      assertThat(isNew("a", epoch, 1, 0)).isTrue();
    }
    assertThat(layer.stored().producers().get(0).epochs())
        .extracting(EpochArrivals::epoch)
        .containsExactly(10L, 9L, 8L, 7L);
    assertThat(isNew("a", 6, 2, 0)).isFalse();
    assertThat(isNew("a", 7, 2, 0)).isTrue();
  }

  @Test
  void takesAStartForForgottenThatIsOlderThanTheNewestFour() {
    for (long epoch = 11; epoch <= 14; epoch++) {
      isNew("a", epoch, 1, 0);
    }
    assertThat(isNew("a", 5, 1, 0)).isFalse();
    assertThat(isNew("a", 5, 2, 0)).isFalse();
    assertThat(isNew("a", 15, 1, 0)).isTrue();
    assertThat(isNew("a", 5, 3, 0)).isFalse();
  }

  @Test
  void acceptsAStartThatIsFirstSeenAfterANewerOne() {
    isNew("a", 5, 1, 0);
    assertThat(isNew("a", 4, 1, 0)).isTrue();
    assertThat(isNew("a", 4, 1, 0)).isFalse();
  }

  @Test
  void forgetsTheProducerThatWasSilentLongest() {
    isNew("a", 1, 1, 0);
    isNew("b", 1, 1, 1);
    isNew("c", 1, 1, 2);
    isNew("a", 1, 2, 3);
    isNew("d", 1, 1, 4);
    assertThat(layer.stored().producers())
        .extracting(ProducerArrivals::producer)
        .containsExactly("c", "a", "d");
  }

  @Test
  void knowsWhichIdsTheFirstReleaseHasKept() {
    LayerIds ids = LayerIds.of(new IngestState(LedgerTerms.NONE, List.of(), 25_000, 0, null, null));
    assertThat(ids.oldest()).isEqualTo(15_000);
    assertThat(ids.filter(10).isSurelyNew("never seen", ids.oldest())).isFalse();
    LayerIds few = LayerIds.of(new IngestState(LedgerTerms.NONE, List.of(), 3, 0, null, null));
    assertThat(few.oldest()).isZero();
  }

  @Test
  void filtersNoIdThatMatters() {
    IdFilter filter = new IdFilter(100, 0);
    int filtered = 0;
    for (int i = 0; i < 10_000; i++) {
      filtered += filter.isSurelyNew("message-" + i, Math.max(0, i - 100)) ? 1 : 0;
      filter.add("message-" + i, i);
      for (int back = Math.max(0, i - 99); back <= i; back++) {
        assertThat(filter.isSurelyNew("message-" + back, Math.max(0, i - 99))).isFalse();
      }
    }
    assertThat(filtered).isGreaterThan(9_500);
  }

  @Test
  void saysWhyAnEntryIsTakenForADuplicate() {
    for (long epoch = 1; epoch <= 5; epoch++) {
      assertThat(added("a", epoch, 1, 0)).isEmpty();
    }
    assertThat(added("a", 5, 1, 0)).contains(Duplicate.SEQUENCE);
    assertThat(added("a", 1, 2, 0)).contains(Duplicate.FORGOTTEN_EPOCH);
  }

  @Test
  void isTheSameAfterItWasKept() {
    isNew("a", 1, 1, 0);
    isNew("b", 1, 3, 1);
    isNew("a", 1, 2, 2);
    LayerArrivals again = LayerArrivals.of(layer.stored());
    assertThat(again.stored()).isEqualTo(layer.stored());
    again.add("c", "stream", 1, 1, 3, 3);
    again.add("d", "stream", 1, 1, 4, 3);
    assertThat(again.stored().producers())
        .as("silent longest is forgotten first")
        .extracting(ProducerArrivals::producer)
        .containsExactly("a", "c", "d");
  }

  @Test
  void refusesOptionsThatRememberNothing() {
    assertThatThrownBy(() -> new IngestOptions(0, 1, 1)).hasMessageContaining("maxProducers");
    assertThatThrownBy(() -> new IngestOptions(1, 0, 1)).hasMessageContaining("rememberedIds");
    assertThat(new IngestOptions(1, IngestOptions.MOST_REMEMBERED_IDS, 1).rememberedIds())
        .isEqualTo(1_000_000);
    assertThatThrownBy(() -> new IngestOptions(1, 1_000_001, 1))
        .hasMessage(
            "rememberedIds is 1000001; expected 1 to 1000000, with which a layer takes 2500 KB of"
                + " memory and about 150 MB of state");
    assertThatThrownBy(() -> new IngestOptions(1, 1, 0)).hasMessageContaining("rememberMs");
    assertThat(IngestOptions.DEFAULTS).isEqualTo(new IngestOptions(64, 10_000, 86_400_000));
  }
}
