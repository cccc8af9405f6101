package io.tamiyo.host.health;

/**
 * Looks whether one thing is well. Checks are found by {@link java.util.ServiceLoader}, or given to
 * the host's builder; each is asked on the thread of the health endpoint, one after the other.
 */
public interface HealthCheck {

  /** What it looks at; one word. */
  String name();

  /** What it finds; what it throws counts as not well. */
  Health check();
}
