package io.tamiyo.operators.redis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RetentionRoundsTest {

  private final List<String> warnings = new ArrayList<>();
  private final RetentionRounds rounds =
      new RetentionRounds(collecting(), new UnregisteredMetricsGroup());

  @Test
  void warnsOnceWhenRoundsBeginToFailAndOnceWhenTheyRecover() {
    rounds.took(round(Map.of()), null);
    assertThat(warnings).isEmpty();

    rounds.took(null, new IllegalStateException("gone"));
    rounds.took(round(Map.of("s", "WRONGTYPE")), null);
    assertThat(warnings).singleElement().asString().contains("gone");

    rounds.took(round(Map.of()), null);
    rounds.took(round(Map.of()), null);
    assertThat(warnings).hasSize(2);

    rounds.took(round(Map.of("s", "WRONGTYPE", "t", "NOPERM")), null);
    assertThat(warnings).hasSize(3);
    assertThat(warnings.get(2)).contains("2 streams", "s: WRONGTYPE");
  }

  private static StreamRetention.Round round(Map<String, String> failed) {
    return new StreamRetention.Round(0, 0, 0, new TreeMap<>(failed));
  }

  private Logger collecting() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("warn")) {
                warnings.add(String.valueOf(arguments[arguments.length - 1]));
              }
              return null;
            });
  }
}
