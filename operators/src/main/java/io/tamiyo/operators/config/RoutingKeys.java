package io.tamiyo.operators.config;

import io.tamiyo.operators.routing.RoutingRules;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The key of {@link RoutingRules}. */
public final class RoutingKeys {

  /** Where else what the job publishes is sent to. */
  public static final ConfigOption<String> RULES =
      ConfigOptions.key("routing.rules")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Which alerts, gaps, dead letters, aggregates and ledgers go to kasmina.routed.STREAM"
                  + " too: type=A,B layer=GLOB severity=LEAST to=STREAM; ...");

  private RoutingKeys() {}

  static List<ConfigOption<?>> all() {
    return List.of(RULES);
  }

  static RoutingRules resolve(Configuration values, RoutingRules base) {
    return values.getOptional(RULES).map(RoutingRules::parse).orElse(base);
  }
}
