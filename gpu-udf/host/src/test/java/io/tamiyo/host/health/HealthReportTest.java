package io.tamiyo.host.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HealthReportTest {

  @Test
  void isHealthyWhenAllIsWellOrThereIsNothingToCheck() {
    assertThat(HealthReport.of(List.of()).isHealthy()).isTrue();
    HealthReport report = HealthReport.of(List.of(check("disk", () -> Health.good("empty"))));

    assertThat(report.status()).isEqualTo("healthy");
    assertThat(report.checks()).containsEntry("disk", new Health(true, "empty"));
  }

  @Test
  void asksTheOtherChecksWhenOneBreaks() {
    HealthReport report =
        HealthReport.of(
            List.of(
                check(
                    "broken",
                    () -> {
                      throw new IllegalStateException("no idea");
                    }),
                check("disk", () -> Health.good("empty"))));

    assertThat(report.isHealthy()).isFalse();
    assertThat(report.status()).isEqualTo("degraded");
    assertThat(report.checks().toString()).contains("no idea");
    assertThat(report.checks()).containsEntry("disk", Health.good("empty"));
  }

  private static HealthCheck check(String name, Supplier<Health> look) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Health check() {
        return look.get();
      }
    };
  }
}
