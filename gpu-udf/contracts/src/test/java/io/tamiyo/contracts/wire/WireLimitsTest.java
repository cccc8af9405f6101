package io.tamiyo.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireLimitsTest {

  @Test
  void hasTheSizesOfTheDocuments() {
    WireLimits limits = WireLimits.DEFAULTS;
    assertThat(limits.maxMessageSize()).isEqualTo(1_048_576);
    assertThat(limits.claimCheckThreshold()).isEqualTo(10_485_760);
    assertThat(limits.maxInlineBytes()).isEqualTo(1_048_576);
    assertThat(limits.withMaxMessageSize(20_000_000).maxInlineBytes()).isEqualTo(10_485_760);
    assertThat(limits.maxDepth()).isEqualTo(64);
    assertThat(limits.compressAbove()).isEqualTo(1024);
  }

  @Test
  void refusesALimitOfNothing() {
    assertThatThrownBy(() -> WireLimits.DEFAULTS.withMaxMessageSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxMessageSize");
  }

  @Test
  void namesEveryEncoding() {
    assertThat(Encoding.values())
        .extracting(Encoding::wireName)
        .containsExactly("json", "json+zstd", "cbor", "cbor+zstd", "claim-check");
    for (Encoding encoding : Encoding.values()) {
      assertThat(Encoding.named(encoding.wireName())).hasValue(encoding);
    }
    assertThat(Encoding.named("xml")).isEmpty();
  }
}
