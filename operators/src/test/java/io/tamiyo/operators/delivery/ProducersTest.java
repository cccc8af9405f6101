package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProducersTest {

  private final Producers<Heard> producers = new Producers<>();

  private static final class Heard extends Producers.Known {
    Heard(String producer, String stream) {
      super(producer, stream);
    }

    @Override
    public String toString() {
      return producer() + " in " + stream();
    }
  }

  private Heard add(String producer, String stream) {
    Heard added = new Heard(producer, stream);
    producers.add(added);
    return added;
  }

  private List<String> longestSilentFirst() {
    return producers.longestSilentFirst().stream().map(Heard::toString).toList();
  }

  @Test
  void knowsNobodyAtFirst() {
    assertThat(producers.find("p", "s")).isNull();
    assertThat(producers.size()).isZero();
    assertThat(producers.longestSilentFirst()).isEmpty();
  }

  @Test
  void findsAProducerInItsStreamAndInNoOther() {
    Heard first = add("p", "s");
    Heard second = add("p", "t");
    assertThat(producers.find("p", "s")).isSameAs(first);
    assertThat(producers.find("p", "t")).isSameAs(second);
    assertThat(producers.find("p", "u")).isNull();
    assertThat(producers.find("q", "s")).isNull();
    assertThat(producers.size()).isEqualTo(2);
  }

  @Test
  void findsOneByEqualNamesThatAreOtherObjects() {
    Heard known = add("producer", "stream");
    String producer = String.valueOf("producer".toCharArray());
    String stream = String.valueOf("stream".toCharArray());
    assertThat(producers.find(producer, "stream")).isSameAs(known);
    assertThat(producers.find("producer", stream)).isSameAs(known);
  }

  @Test
  void findsOneInAStreamWhereNobodyWasFoundBefore() {
    assertThat(producers.find("p", "s")).isNull();
    Heard known = add("p", "s");
    assertThat(producers.find("p", "s")).isSameAs(known);
  }

  @Test
  void tellsProducersWhoseNamesHaveOneHash() {
    Heard first = add("Aa", "BB");
    Heard second = add("BB", "BB");
    Heard third = add("Aa", "Aa");
    assertThat(producers.find("Aa", "BB")).isSameAs(first);
    assertThat(producers.find("BB", "BB")).isSameAs(second);
    assertThat(producers.find("Aa", "Aa")).isSameAs(third);
    assertThat(producers.find("BB", "Aa")).isNull();
  }

  @Test
  void takesAwayTheOneThatWasSilentLongest() {
    Heard first = add("a", "s");
    Heard second = add("b", "s");
    Heard third = add("c", "t");
    producers.hear(first);
    assertThat(longestSilentFirst()).containsExactly("b in s", "c in t", "a in s");
    assertThat(producers.removeLongestSilent()).isSameAs(second);
    assertThat(producers.removeLongestSilent()).isSameAs(third);
    assertThat(producers.find("b", "s")).isNull();
    assertThat(producers.find("c", "t")).isNull();
    assertThat(producers.find("a", "s")).isSameAs(first);
    assertThat(producers.size()).isOne();
  }

  @Test
  void addsOneToAStreamThatAllWereTakenFrom() {
    add("a", "s");
    assertThat(producers.find("a", "s")).isNotNull();
    producers.removeLongestSilent();
    assertThat(producers.find("a", "s")).isNull();
    Heard again = add("a", "s");
    assertThat(producers.find("a", "s")).isSameAs(again);
  }

  /** Against a map in the order in which producers were heard, with more than it has room for. */
  @RandomSeeds
  void knowsThoseThatWereHeardLast(long seed) {
    Random random = new Random(seed);
    int most = 1 + random.nextInt(20);
    Map<String, Heard> model = new LinkedHashMap<>(16, 0.75f, true);
    for (int i = 0; i < 3_000; i++) {
      String producer = "p" + random.nextInt(12);
      String stream = "s" + random.nextInt(4);
      Heard known = producers.find(producer, stream);
      assertThat(known).isSameAs(model.get(producer + " in " + stream));
      if (known != null) {
        producers.hear(known);
        continue;
      }
      if (producers.size() == most) {
        Heard gone = producers.removeLongestSilent();
        assertThat(gone).isSameAs(model.values().iterator().next());
        model.remove(gone.toString());
      }
      Heard added = add(producer, stream);
      model.put(added.toString(), added);
      assertThat(producers.size()).isEqualTo(model.size());
    }
    assertThat(producers.longestSilentFirst()).containsExactlyElementsOf(model.values());
  }
}
