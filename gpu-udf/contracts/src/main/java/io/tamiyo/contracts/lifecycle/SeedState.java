package io.tamiyo.contracts.lifecycle;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a seed stands in its life. The code is the same on both wires; none is ever used again for
 * another state.
 */
public enum SeedState {
  DORMANT(0),
  GERMINATED(1),
  TRAINING(2),
  GRAFTING(3),
  STABILIZATION(4),
  EVALUATING(5),
  FINE_TUNING(6),
  FOSSILIZED(7),
  CULLED(8),
  CANCELLED(9),
  ROLLED_BACK(10);

  private static final SeedState[] BY_CODE = values();

  private final byte code;

  SeedState(int code) {
    this.code = (byte) code;
  }

  /** The code on the wire, 0 to 10. */
  public byte code() {
    return code;
  }

  /** The state with this wire code, or empty when there is none. */
  public static Optional<SeedState> ofCode(int code) {
    return code < 0 || code >= BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code]);
  }

  /** The state of this name in any case, or empty when there is none. */
  public static Optional<SeedState> ofName(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (SeedState state : BY_CODE) {
      if (state.name().equals(wanted)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Whether the seed takes part in the computation or is on its way there. */
  public boolean isActive() {
    return switch (this) {
      case GERMINATED, TRAINING, GRAFTING, STABILIZATION, EVALUATING, FINE_TUNING -> true;
      case DORMANT, FOSSILIZED, CULLED, CANCELLED, ROLLED_BACK -> false;
    };
  }

  /** Whether the seed has a graft that changes, or may change, what its chunk carries. */
  public boolean isGrafted() {
    return switch (this) {
      case GRAFTING, STABILIZATION, EVALUATING, FINE_TUNING, FOSSILIZED -> true;
      case DORMANT, GERMINATED, TRAINING, CULLED, CANCELLED, ROLLED_BACK -> false;
    };
  }

  /** Whether the seed waits out its embargo before it may sleep and be woken again. */
  public boolean isEmbargoed() {
    return this == CULLED || this == CANCELLED || this == ROLLED_BACK;
  }
}
