package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.source.FieldShape;
import org.junit.jupiter.api.Test;

class SharedTextsTest {

  private final SharedTexts texts = new SharedTexts();

  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }

  @Test
  void givesEqualTextsAndShapesAsOneObject() {
    String first = texts.shared(copy("a"));
    assertThat(texts.shared(copy("a"))).isSameAs(first);
    FieldShape shape = texts.shared(new FieldShape(new String[] {"a"}));
    assertThat(texts.shared(new FieldShape(new String[] {"a"}))).isSameAs(shape);
  }

  @Test
  void forgetsAllOfThemWhenTheyAreTooMany() {
    String first = texts.shared(copy("a"));
    FieldShape shape = texts.shared(new FieldShape(new String[] {"a"}));
    for (int i = 1; i < SharedTexts.MOST_TEXTS; i++) {
      texts.shared("other" + i);
    }
    assertThat(texts.shared(copy("a"))).isNotSameAs(first);
    assertThat(texts.shared(new FieldShape(new String[] {"a"}))).isNotSameAs(shape);
  }

  @Test
  void forgetsAllOfThemWhenShapesAreTooMany() {
    String first = texts.shared(copy("a"));
    for (int i = 0; i <= SharedTexts.MOST_SHAPES; i++) {
      texts.shared(new FieldShape(new String[] {"other" + i}));
    }
    assertThat(texts.shared(copy("a"))).isNotSameAs(first);
  }
}
