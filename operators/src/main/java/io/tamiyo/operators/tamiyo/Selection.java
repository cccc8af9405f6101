package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.command.SeedTarget;
import java.util.List;

/** What a request comes to. */
sealed interface Selection {

  /**
   * These seeds shall go.
   *
   * @param targets ascending, not empty
   */
  record Selected(List<SeedTarget> targets) implements Selection {
    public Selected {
      targets = List.copyOf(targets);
    }
  }

  /**
   * None can.
   *
   * @param why in words, for who asked
   */
  record Refused(String why) implements Selection {}

  /**
   * It can't be told yet.
   *
   * @param why in words
   */
  record Unknown(String why) implements Selection {}
}
