package io.tamiyo.host.layer;

import io.tamiyo.host.health.HealthCheck;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How a host is watched from outside.
 *
 * @param port on the loopback address for metrics and health, 0 for any that is free; empty for
 *     none
 * @param checks of health beside the host's own and those that {@link java.util.ServiceLoader}
 *     finds
 * @param workFailures how often work beside the layers failed
 */
public record HostWatch(OptionalInt port, List<HealthCheck> checks, LongSupplier workFailures) {

  /** Nobody watches. */
  public static final HostWatch NONE = new HostWatch(OptionalInt.empty(), List.of(), () -> 0);

  public HostWatch {
    checks = List.copyOf(checks);
  }
}
