package io.tamiyo.jobs.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void readsKeysAndValues() {
    assertThat(Arguments.parse(new String[] {"--a.b", "1", "--c", "--d"}))
        .isEqualTo(Map.of("a.b", "1", "c", "--d"));
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatThrownBy(() -> Arguments.parse(new String[] {"a", "1"}))
        .hasMessage("expected --key, found a");
    assertThatThrownBy(() -> Arguments.parse(new String[] {"--a"})).hasMessage("--a has no value");
    assertThatThrownBy(() -> Arguments.parse(new String[] {"--a", "1", "--a", "2"}))
        .hasMessage("--a is given twice");
  }
}
