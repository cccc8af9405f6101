package io.tamiyo.host.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the checks come to.
 *
 * @param status {@code healthy} when all is well, {@code degraded} otherwise: the words of signs of
 *     life
 * @param checks what each has found, by name, in their order
 */
public record HealthReport(String status, Map<String, Health> checks) {

  public HealthReport {
    checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
  }

  /** Asks each check; one that throws is not well, and the others are asked still. */
  public static HealthReport of(List<HealthCheck> checks) {
    Map<String, Health> found = new LinkedHashMap<>();
    checks.forEach(check -> found.put(check.name(), ask(check)));
    boolean healthy = found.values().stream().allMatch(Health::healthy);
    return new HealthReport(healthy ? "healthy" : "degraded", found);
  }

  private static Health ask(HealthCheck check) {
    try {
      return check.check();
    } catch (RuntimeException | LinkageError broken) {
      return Health.bad("the check failed: " + broken);
    }
  }

  /** Whether all is well. */
  public boolean isHealthy() {
    return checks.values().stream().allMatch(Health::healthy);
  }
}
