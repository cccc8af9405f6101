package io.tamiyo.operators.ordering.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CausalOrderTest {

  private static final AcrossOptions OPTIONS =
      new AcrossOptions(AcrossStrategy.CAUSAL, 500, 4, 3, 1_000);

  private final Arrivals arrivals = new Arrivals();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, LedgerTerms> terms = new HashMap<>();
  private CausalOrder order = CausalOrder.none(OPTIONS);

  /** What goes on, as {@code name} or {@code name:HOW[missing]}. */
  private List<String> arrive(String name, Crossing crossing) {
    List<String> gone = new ArrayList<>();
    names.put(order.next(), name);
    for (Departure departure : order.arrive(crossing)) {
      String how =
          departure.how() == Departure.How.IN_ORDER
              ? ""
              : ":" + departure.how() + (departure.missing().isEmpty() ? "" : departure.missing());
      gone.add(names.get(departure.number()) + how);
      terms.put(String.valueOf(names.get(departure.number())), departure.terms());
    }
    return gone;
  }

  private PassedBlock passed() {
    return order.passed().block(order.passed().oldest(), order.passed().next());
  }

  private List<String> message(String layer, long at, String id, String... on) {
    return arrive(id, arrivals.of(layer).at(at).from("host").id(id).on(on).message());
  }

  private List<String> tick(String layer, long at) {
    return arrive("tick", arrivals.of(layer).at(at).id("tick").own());
  }

  @Test
  void letsGoAtOnceWhatDependsOnNothingOrOnWhatHasPassed() {
    assertThat(message("a", 1, "m1")).containsExactly("m1");
    assertThat(message("b", 2, "m2", "m1")).containsExactly("m2");
    assertThat(order.pending()).isZero();
  }

  @Test
  void waitsForAMessageOfAnotherLayer() {
    assertThat(message("b", 1, "m2", "m1")).containsExactly("m2:EMPTIED");
    assertThat(message("a", 2, "m1")).containsExactly("m1", "m2");
  }

  @Test
  void waitsForAllThatItNames() {
    message("c", 1, "m3", "m1", "m2");
    assertThat(message("b", 2, "m2")).containsExactly("m2");
    assertThat(message("a", 3, "m1")).containsExactly("m1", "m3");
  }

  @Test
  void letsAChainGoAndOfThoseThatMayGoTheOneThatArrivedFirst() {
    arrive("m4", arrivals.of("d").at(1).id("m4").on("m2").message());
    arrive("m3", arrivals.of("c").at(2).id("m3").on("m1").message());
    arrive("m2", arrivals.of("b").at(3).id("m2").on("m1").message());
    assertThat(message("a", 4, "m1")).containsExactly("m1", "m3", "m2", "m4");
  }

  @Test
  void keepsTheOrderOfAProducerAndLetsOthersOfTheLayerGo() {
    message("a", 1, "m1", "x");
    assertThat(message("a", 2, "m2")).containsExactly("m2:EMPTIED");
    assertThat(arrive("o1", arrivals.of("a").at(3).from("other").id("o1").message()))
        .containsExactly("o1");
    assertThat(arrive("u1", arrivals.of("a").at(4).id("u1").message())).containsExactly("u1");
    assertThat(tick("a", 5)).containsExactly("tick");
    assertThat(message("b", 6, "x")).containsExactly("x", "m1", "m2");
  }

  @Test
  void givesUpAfterTheTimeoutAndLetsGoWhatWaitedBehind() {
    message("a", 1, "m1", "x");
    message("a", 2, "m2");
    message("c", 3, "m3", "m1");
    assertThat(tick("b", 500)).containsExactly("tick");
    assertThat(tick("b", 501)).containsExactly("tick", "m1:TIMED_OUT[x]", "m2", "m3");
    assertThat(message("b", 502, "x")).containsExactly("x");
  }

  @Test
  void endsACircle() {
    message("a", 1, "m1", "m2");
    message("b", 2, "m2", "m1");
    assertThat(tick("a", 501)).containsExactly("tick", "m1:TIMED_OUT[m2]", "m2");
  }

  @Test
  void doesNotWaitForEverForWhatComesLaterInItsOwnOrder() {
    message("a", 1, "m1", "m2");
    assertThat(message("a", 2, "m2")).containsExactly("m2:EMPTIED");
    assertThat(tick("a", 501)).containsExactly("tick", "m1:TIMED_OUT[m2]", "m2");
  }

  @Test
  void letsTheOldestGoWhenTooMuchWaits() {
    for (int i = 1; i <= OPTIONS.maxPending(); i++) {
      message("a" + i, i, "m" + i, "x");
    }
    assertThat(message("b", 9, "m9", "x")).containsExactly("m9:EMPTIED", "m1:FORCED[x]");
    assertThat(order.pending()).isEqualTo(OPTIONS.maxPending());
  }

  @Test
  void letsWhatIsLateGoAtOnce() {
    message("a", 1, "m1", "x");
    Crossing late = arrivals.of("a").at(2).from("host").id("m2").on("y").late().message();
    assertThat(arrive("m2", late)).containsExactly("m2");
  }

  @Test
  void knowsWhatAControlLogSaysAndNotWhatTicksSay() {
    arrive("command", arrivals.of("a").at(900).id("c1").control().own());
    assertThat(message("b", 1, "m1", "c1")).containsExactly("m1");
    tick("a", 2);
    assertThat(message("b", 3, "m2", "tick")).containsExactly("m2:EMPTIED");
  }

  @Test
  void doesNotTakeTheTimeOfAControlLogForThatOfTheLayers() {
    message("a", 1, "m1", "x");
    assertThat(arrive("command", arrivals.of("b").at(900).id("c1").control().own()))
        .containsExactly("command");
  }

  @Test
  void remembersAsManyIdsAndAsLongAsTheOptionsSay() {
    message("a", 1, "m1");
    message("a", 2, "m2");
    message("a", 3, "m3");
    message("a", 4, "m4");
    assertThat(message("b", 5, "w1", "m1")).containsExactly("w1:EMPTIED");
    assertThat(message("c", 6, "w2", "m4")).containsExactly("w2");
    message("a", 1_006, "m5");
    assertThat(message("d", 1_006, "w3", "m4")).containsExactly("w3:EMPTIED");
    assertThat(message("e", 1_006, "w4", "w2")).containsExactly("w4");
  }

  @Test
  void countsWhatItForgetsBeforeItsTimeAndIsUncertainForAsLong() {
    message("a", 1, "m1");
    message("a", 2, "m2");
    message("a", 3, "m3");
    assertThat(order.forgotten()).isZero();
    assertThat(order.forgottenUntil()).isZero();
    message("a", 4, "m4");
    assertThat(order.forgotten()).isOne();
    order = CausalOrder.of(OPTIONS, order.stored(), List.of(passed()));
    tick("a", 1_001);
    assertThat(order.forgottenUntil()).as("m1 has passed then").isOne();
    tick("a", 1_002);
    assertThat(order.forgottenUntil()).isZero();
    message("a", 1_500, "m5");
    assertThat(order.forgotten()).as("whose time was over").isZero();
  }

  @Test
  void remembersNoIdThatNobodyCanName() {
    message("a", 1, "");
    message("a", 1, "x".repeat(Dependencies.MAX_ID_LENGTH + 1));
    assertThat(order.passed().next()).isZero();
    message("a", 1, "x".repeat(Dependencies.MAX_ID_LENGTH));
    assertThat(order.passed().next()).isOne();
  }

  @Test
  void letsAllOfALayerGoBeforeItsFarewell() {
    message("a", 1, "m1", "x");
    message("a", 2, "m2", "y");
    message("b", 3, "m3", "m1");
    assertThat(arrive("bye", arrivals.of("a").at(4).farewell()))
        .containsExactly("m1:TIMED_OUT[x]", "m3", "m2:TIMED_OUT[y]", "bye");
    assertThat(order.stored().ledgers()).isEmpty();
  }

  @Test
  void countsWhatWaitsAsHeld() {
    message("a", 1, "m1", "x");
    arrive("m2", arrivals.of("a").at(2).from("other").id("m2").message());
    assertThat(terms.get("m1")).isEqualTo(new LedgerTerms(1, 0, 0, 0, 1));
    assertThat(terms.get("m2")).isEqualTo(new LedgerTerms(2, 0, 0, 0, 1));
    message("b", 3, "x");
    assertThat(terms.get("m1")).isEqualTo(new LedgerTerms(2, 0, 0, 0, 0));
  }

  @Test
  void goesOnFromWhatWasKept() {
    message("a", 1, "m1", "x", "y");
    message("b", 2, "x");
    order = CausalOrder.of(OPTIONS, order.stored(), List.of(passed()));
    assertThat(message("c", 3, "m3", "x")).containsExactly("m3");
    assertThat(order.pending()).isOne();
    assertThat(message("b", 4, "y")).containsExactly("y", "m1");
    assertThat(terms.get("m1")).isEqualTo(arrivals.terms("a"));
  }
}
