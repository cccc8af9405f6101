package io.tamiyo.operators.routing;

import io.tamiyo.contracts.message.Severity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where else what the job publishes is sent to. As text: rules apart by semicolons, each of words
 * {@code type=A,B layer=GLOB severity=LEAST to=STREAM}, of which only the last is required.
 *
 * @param rules in the order in which they were given
 */
public record RoutingRules(List<RoutingRule> rules) implements Serializable {

  /** Rules at most. */
  public static final int MAX_RULES = 32;

  /** Nothing is sent elsewhere. */
  public static final RoutingRules NONE = new RoutingRules(List.of());

  private static final String EXAMPLE = "type=PerformanceAlert severity=critical to=pager";
  private static final Set<String> WORDS = Set.of("type", "layer", "severity", "to");

  public RoutingRules {
    rules = List.copyOf(rules);
    if (rules.size() > MAX_RULES) {
      throw new IllegalArgumentException(
          rules.size() + " rules are given; at most " + MAX_RULES + " are allowed");
    }
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException naming the rule, what is wrong with it, and one that is right
   */
  public static RoutingRules parse(String text) {
    List<RoutingRule> rules = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      String rule = part.strip();
      if (!rule.isEmpty()) {
        rules.add(rule(rule, rules.size() + 1));
      }
    }
    return new RoutingRules(rules);
  }

  /** Whether nothing is sent elsewhere. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The last parts of the names of the streams that something goes to as well, each once.
   *
   * @param type its name on the wire
   * @param layer that it is about, or empty
   */
  public List<String> routesOf(String type, String layer, Severity severity) {
    return rules.stream()
        .filter(rule -> rule.matches(type, layer, severity))
        .map(RoutingRule::to)
        .distinct()
        .toList();
  }

  private static RoutingRule rule(String text, int number) {
    try {
      return rule(words(text));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "rule %d (\"%s\"): %s. A rule that is right: %s"
              .formatted(number, text, wrong.getMessage(), EXAMPLE),
          wrong);
    }
  }

  private static RoutingRule rule(Map<String, String> words) {
    String to = words.get("to");
    if (to == null) {
      throw new IllegalArgumentException("to=STREAM is missing");
    }
    return new RoutingRule(
        Optional.ofNullable(words.get("type"))
            .map(types -> Set.copyOf(Arrays.asList(types.split(",", -1))))
            .orElse(Set.of()),
        Optional.ofNullable(words.get("layer")).map(LayerPattern::new).orElse(LayerPattern.ALL),
        Optional.ofNullable(words.get("severity"))
            .map(RoutingRules::severity)
            .orElse(Severity.INFO),
        to);
  }

  private static Map<String, String> words(String text) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : text.split("\\s+", -1)) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 || !WORDS.contains(name)) {
        throw new IllegalArgumentException(
            "\"" + word + "\" is none of type=, layer=, severity= and to=");
      }
      if (words.put(name, word.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(name + "= is given twice");
      }
    }
    return words;
  }

  private static Severity severity(String name) {
    for (Severity severity : Severity.values()) {
      if (severity.name().equals(name.toUpperCase(Locale.ROOT))) {
        return severity;
      }
    }
    throw new IllegalArgumentException(
        "severity=" + name + " is unknown; expected info, warning or critical");
  }
}
