package io.tamiyo.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigUpdateTest {

  private static final Header HEADER = Fixtures.header("c", Duration.ZERO);

  @Test
  void saysOnTheWireFromWhenItHolds() {
    ConfigUpdate update = new ConfigUpdate(HEADER, "a", "policy.enabled", "false", 1.79e9);
    EntryHeader place = new EntryHeader("ConfigUpdate", null, null, 0, 0, 1, null, null);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      assertThat(
              new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none())
                  .read(writer.write(place, List.of(update))))
          .containsExactly(new Decoded.Good(update));
    }
  }

  @Test
  void holdsAtOnceWhereNoTimeIsSaid() {
    assertThat(new ConfigUpdate(HEADER, null, "k", "v").effectiveFrom()).isNull();
  }

  @Test
  void refusesATimeThatIsNone() {
    for (double time : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ConfigUpdate(HEADER, null, "k", "v", time))
          .withMessageStartingWith("effective_from is not in seconds since the epoch: ");
    }
  }
}
