package io.tamiyo.operators.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Severity;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RoutingRulesTest {

  private static final String ALERT = "PerformanceAlert";

  private static List<String> routes(String rules, String type, String layer, Severity severity) {
    return RoutingRules.parse(rules).routesOf(type, layer, severity);
  }

  @Test
  void sendsWhatMatchesEveryWordOfARule() {
    String rules = "type=PerformanceAlert,GapEvent layer=encoder.* severity=warning to=ops";
    assertThat(routes(rules, ALERT, "encoder.0", Severity.WARNING)).containsExactly("ops");
    assertThat(routes(rules, "GapEvent", "encoder.0", Severity.CRITICAL)).containsExactly("ops");
    assertThat(routes(rules, "DeadLetter", "encoder.0", Severity.CRITICAL)).isEmpty();
    assertThat(routes(rules, ALERT, "decoder.0", Severity.CRITICAL)).isEmpty();
    assertThat(routes(rules, ALERT, "encoder.0", Severity.INFO)).isEmpty();
  }

  @Test
  void sendsOnceToEachStreamInTheOrderOfTheRules() {
    String rules = " to=b;to=a ; layer=x to=b; type=LedgerReport to=c;";
    assertThat(routes(rules, ALERT, "x", Severity.INFO)).containsExactly("b", "a");
    assertThat(routes(rules, "LedgerReport", "", Severity.INFO)).containsExactly("b", "a", "c");
  }

  @Test
  void hasNoRulesInAnEmptyText() {
    assertThat(RoutingRules.parse("")).isEqualTo(RoutingRules.NONE);
    assertThat(RoutingRules.parse(" ; ").isEmpty()).isTrue();
    assertThat(RoutingRules.parse("to=a").isEmpty()).isFalse();
  }

  @Test
  void namesTheRuleWhatIsWrongAndOneThatIsRight() {
    String right = ". A rule that is right: type=PerformanceAlert severity=critical to=pager";
    assertThatThrownBy(() -> RoutingRules.parse("to=a; type=Alert to=b"))
        .hasMessage(
            "rule 2 (\"type=Alert to=b\"): type=Alert is not published; expected some of"
                + " PerformanceAlert,GapEvent,DeadLetter,LayerHealthReport,LedgerReport"
                + right);
    assertThatThrownBy(() -> RoutingRules.parse("layer=a"))
        .hasMessage("rule 1 (\"layer=a\"): to=STREAM is missing" + right);
    assertThatThrownBy(() -> RoutingRules.parse("to=a severity=bad"))
        .hasMessageContaining("severity=bad is unknown; expected info, warning or critical");
    assertThatThrownBy(() -> RoutingRules.parse("stream=a"))
        .hasMessageContaining("\"stream=a\" is none of type=, layer=, severity= and to=");
    assertThatThrownBy(() -> RoutingRules.parse("pager"))
        .hasMessageContaining("\"pager\" is none of type=, layer=, severity= and to=");
    assertThatThrownBy(() -> RoutingRules.parse("to=a to=b"))
        .hasMessageContaining("to= is given twice");
    assertThatThrownBy(() -> RoutingRules.parse("to=a/b"))
        .hasMessageContaining("to=a/b is not 1 to 128 of A-Z a-z 0-9 _ . -; as in to=pager");
    assertThatThrownBy(() -> RoutingRules.parse("layer=a/* to=b"))
        .hasMessageContaining("layer=a/* is no layer id with * and ? in it; as in layer=encoder.*");
  }

  @Test
  void hasABound() {
    assertThat(RoutingRules.parse("to=a;".repeat(32)).rules()).hasSize(32);
    assertThatThrownBy(() -> RoutingRules.parse("to=a;".repeat(33)))
        .hasMessage("33 rules are given; at most 32 are allowed");
  }

  /** Against regular expressions. */
  @RandomSeeds
  void matchesLayersAsPatternsOfFilesDo(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String glob = text(random, "ab.*?", 6);
      String layer = text(random, "ab.", 8);
      if (glob.replace('*', 'x').replace('?', 'x').matches("[^.]+(\\.[^.]+)*")) {
        String pattern = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        assertThat(new LayerPattern(glob).matches(layer))
            .as("%s of %s", layer, glob)
            .isEqualTo(layer.matches(pattern));
      }
    }
  }

  private static String text(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void doesNotTakeLongForAnyPattern() {
    String glob = "*a".repeat(60) + "b";
    assertThat(new LayerPattern(glob).matches("a".repeat(128))).isFalse();
  }
}
