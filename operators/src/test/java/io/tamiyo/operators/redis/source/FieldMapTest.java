package io.tamiyo.operators.redis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FieldMapTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final FieldMap fields =
      new FieldMap(new FieldShape(new String[] {"a", "b", "a"}), new byte[][] {TWO, TWO, ONE});

  @Test
  void findsValuesByNameOfWhichTheLastCounts() {
    assertThat(fields.get("a")).isEqualTo(ONE);
    assertThat(fields.get("b")).isEqualTo(TWO);
    assertThat(fields.get("c")).isNull();
    assertThat(fields.containsKey("a")).isTrue();
    assertThat(fields.containsKey("c")).isFalse();
  }

  @Test
  void listsEveryNameOnce() {
    assertThat(fields).hasSize(2);
    assertThat(fields.entrySet()).hasSize(2);
    assertThat(fields.keySet()).containsExactly("b", "a");
    Iterator<Map.Entry<String, byte[]>> all = fields.entrySet().iterator();
    all.next();
    all.next();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(all::next);
  }
}
