package io.tamiyo.operators.ordering.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlobalOrderTest {

  private static final AcrossOptions OPTIONS =
      new AcrossOptions(AcrossStrategy.GLOBAL, 500, 10, 1, 1);

  private final Arrivals arrivals = new Arrivals();
  private final Map<Long, String> names = new HashMap<>();
  private final List<String> out = new ArrayList<>();
  private GlobalOrder order = new GlobalOrder(OPTIONS);
  private final Map<String, LedgerTerms> terms = new HashMap<>();

  /** What goes on, as {@code name} or {@code name:HOW}. */
  private List<String> arrive(String name, Crossing crossing) {
    List<String> gone = new ArrayList<>();
    names.put(order.next(), name);
    for (Departure departure : order.arrive(crossing)) {
      String how = departure.how() == Departure.How.IN_ORDER ? "" : ":" + departure.how();
      gone.add(names.get(departure.number()) + how);
      terms.put(String.valueOf(names.get(departure.number())), departure.terms());
    }
    out.addAll(gone);
    return gone;
  }

  private List<String> message(String layer, long at) {
    String name = layer + at;
    return arrive(name, arrivals.of(layer).at(at).from("host").id(name).message());
  }

  private List<String> tick(String layer, long at) {
    return arrive("tick " + layer + at, arrivals.of(layer).at(at).id("tick").own());
  }

  @Test
  void letsALayerThatIsAlonePassAtOnce() {
    assertThat(message("a", 5)).containsExactly("a5");
    assertThat(message("a", 9)).containsExactly("a9");
    assertThat(order.pending()).isZero();
  }

  @Test
  void ordersWhatLayersSayByTheTimesOfTheirEntries() {
    message("a", 1);
    assertThat(message("b", 2)).isEmpty();
    assertThat(message("b", 7)).isEmpty();
    assertThat(message("a", 5)).containsExactly("b2", "a5");
    assertThat(tick("a", 8)).containsExactly("b7");
    assertThat(tick("b", 8)).containsExactly("tick a8");
  }

  @Test
  void ordersByNameWhatLayersHaveAtOneMoment() {
    message("a", 1);
    message("b", 1);
    message("b", 5);
    message("a", 5);
    message("a", 6);
    message("b", 6);
    assertThat(out).containsExactly("a1", "b1", "a5", "b5", "a6");
  }

  @Test
  void ordersByOrdinalWithinAMillisecond() {
    arrive("a5-0", arrivals.of("a").at(5).id("x").message());
    arrive("b5-2", arrivals.of("b").at(5, 2).id("y").message());
    arrive("a5-1", arrivals.of("a").at(5, 1).id("z").message());
    arrive("a5-3", arrivals.of("a").at(5, 3).id("w").message());
    assertThat(out).containsExactly("a5-0", "a5-1", "b5-2");
  }

  @Test
  void keepsTheOrderOfALayerWhoseDeliveriesGoBackInTime() {
    message("a", 5);
    message("b", 7);
    message("b", 3);
    tick("a", 6);
    assertThat(out).containsExactly("a5", "tick a6");
    assertThat(tick("a", 8)).containsExactly("b7", "b3");
  }

  @Test
  void doesNotWaitForALayerThatIsBehindByTheTimeout() {
    message("a", 1);
    message("b", 400);
    assertThat(tick("b", 500)).isEmpty();
    assertThat(tick("b", 501)).containsExactly("b400", "tick b500", "tick b501");
    assertThat(message("a", 450)).containsExactly("a450:LATE");
    assertThat(message("b", 502)).isEmpty();
    assertThat(message("a", 600)).containsExactly("b502");
  }

  @Test
  void letsTheFirstGoWhenTooMuchWaits() {
    message("a", 1);
    for (int i = 2; i < 12; i++) {
      assertThat(message("b", i)).isEmpty();
    }
    assertThat(message("b", 12)).containsExactly("b2:FORCED");
    assertThat(order.pending()).isEqualTo(OPTIONS.maxPending());
    assertThat(message("a", 1)).containsExactly("a1:LATE");
  }

  @Test
  void doesNotWaitForALayerThatHasGone() {
    message("a", 1);
    message("b", 5);
    assertThat(arrive("bye", arrivals.of("a").at(6).farewell())).containsExactly("b5");
    assertThat(message("b", 7)).containsExactly("bye", "b7");
    assertThat(order.stored().lines()).hasSize(1);
  }

  @Test
  void keepsALayerThatHasComeAgainBeforeItsFarewellWent() {
    message("a", 1);
    message("b", 2);
    arrive("bye", arrivals.of("b").at(3).farewell());
    message("b", 4);
    assertThat(tick("a", 9)).containsExactly("b2", "bye", "b4");
    assertThat(order.stored().lines()).hasSize(2);
  }

  @Test
  void letsWhatAControlLogSaysGoAlongInTheLineOfItsLayer() {
    message("a", 1);
    Crossing ahead = arrivals.of("b").at(900).id("marker").control().own();
    assertThat(arrive("marker", ahead)).containsExactly("marker");
    message("b", 3);
    assertThat(arrive("command", arrivals.of("b").at(1).id("c").control().own())).isEmpty();
    assertThat(tick("a", 4)).containsExactly("b3", "command");
  }

  @Test
  void tellsTheNewestLedgerOfTheLayerAndCountsWhatWaitsAsHeld() {
    message("a", 1);
    message("b", 2);
    message("b", 3);
    tick("a", 3);
    assertThat(terms.get("b2")).isEqualTo(new LedgerTerms(2, 0, 0, 0, 1));
    tick("a", 4);
    assertThat(terms.get("b3")).isEqualTo(new LedgerTerms(2, 0, 0, 0, 0));
  }

  @Test
  void goesOnFromWhatWasKept() {
    message("a", 1);
    message("b", 4);
    message("a", 3);
    order = GlobalOrder.of(OPTIONS, order.stored());
    assertThat(order.pending()).isOne();
    assertThat(tick("a", 5)).containsExactly("b4");
    assertThat(message("c", 2)).containsExactly("c2:LATE");
    assertThat(terms.get("c2")).isEqualTo(arrivals.terms("c"));
  }

  @Test
  void waitsForNoMoreThanABoundedNumberOfLayers() {
    for (int i = 0; i < GlobalOrder.MAX_LAYERS + 5; i++) {
      message("layer-" + i, 100);
    }
    assertThat(order.stored().lines()).hasSizeLessThanOrEqualTo(GlobalOrder.MAX_LAYERS + 10);
  }
}
