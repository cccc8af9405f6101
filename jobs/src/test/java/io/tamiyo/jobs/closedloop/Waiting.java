package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.fixtures.Await;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits of this package: bounded, and when one fails it tells what was there instead. */
public final class Waiting {

  /** For what takes a moment where nothing else runs; a loaded machine gets its share. */
  public static final Duration AT_MOST = Duration.ofSeconds(60);

  private Waiting() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param state what is shown when it does not hold in time
   */
  public static void until(String what, Supplier<String> state, BooleanSupplier condition) {
    try {
      Await.until(what, AT_MOST, condition);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; last seen: " + state.get(), late);
    }
  }
}
