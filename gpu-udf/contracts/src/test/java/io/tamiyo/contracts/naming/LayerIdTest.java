package io.tamiyo.contracts.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "layer-1", "encoder.layers.3.mlp_up", "A-Z_9", "-", "_"})
  void takesModuleNames(String id) {
    assertThat(LayerId.isValid(id)).isTrue();
    assertThat(LayerId.require(id)).isSameAs(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a..b", ".a", "a.", "../x", "a/b", "*", "a b", "ä", "a\n", "{a}"})
  void refusesEverythingElse(String id) {
    assertThat(LayerId.isValid(id)).isFalse();
    assertThatThrownBy(() -> LayerId.require(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer_id");
  }

  @Test
  void takesAtMost128Characters() {
    assertThat(LayerId.isValid("a".repeat(128))).isTrue();
    assertThat(LayerId.isValid("a".repeat(129))).isFalse();
    assertThatThrownBy(() -> LayerId.require("producer", "a".repeat(10_240)))
        .hasMessageContaining("10240 characters")
        .message()
        .hasSizeLessThan(200);
  }
}
