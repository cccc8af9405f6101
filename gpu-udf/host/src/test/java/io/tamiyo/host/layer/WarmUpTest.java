package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void leadsEverySeedToTheEndOfItsLifeSoThatEveryStepIsCompiled() {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      WarmUp warmUp =
          new WarmUp(
              new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none()),
              writer);

      warmUp.play();

      assertThat(warmUp.seeds().seeds())
          .isNotEmpty()
          .allMatch(seed -> seed.state() == SeedState.FOSSILIZED);
    }
  }
}
