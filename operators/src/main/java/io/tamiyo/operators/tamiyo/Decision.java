package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A seed shall go to a state.
 *
 * @param seedId a seed that the view knows
 * @param target a state that the table allows from where it stands
 * @param priority how soon the host should handle it
 * @param force whether least epochs and conditions are skipped; only people may
 * @param reason in words, with figures
 * @param requestId the request that asked for it, or null when Tamiyo did of itself
 */
public record Decision(
    int seedId,
    SeedState target,
    Priority priority,
    boolean force,
    String reason,
    @Nullable String requestId) {

  /** What Tamiyo decides of itself. */
  public static Decision of(int seedId, SeedState target, Priority priority, String reason) {
    return new Decision(seedId, target, priority, false, reason, null);
  }
}
