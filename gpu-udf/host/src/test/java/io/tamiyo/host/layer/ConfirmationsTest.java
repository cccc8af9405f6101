package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {

  private final Confirmations confirmations = new Confirmations();

  @Test
  void movesOnlyOverRecordsThatAreComplete() {
    confirmations.expect(3, 1);
    confirmations.expect(105, 2);
    confirmations.expect(106, 1);

    assertThat(confirmations.confirm(105)).isEmpty();
    assertThat(confirmations.confirm(106)).isEmpty();
    assertThat(confirmations.confirm(3)).hasValue(104);
    assertThat(confirmations.confirm(105)).hasValue(106);
  }

  @Test
  void movesInStridesWhileMoreIsOutstandingAndToTheEndWhenNothingIs() {
    for (long number = 1; number <= 130; number++) {
      confirmations.expect(number, 1);
    }
    List<Long> marks = new ArrayList<>();
    for (long number = 1; number <= 130; number++) {
      confirmations.confirm(number).ifPresent(marks::add);
    }

    assertThat(marks).containsExactly(64L, 128L, 130L);
  }
}
