package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfirmationsTest {

  private final Confirmations confirmations = new Confirmations();

  @Test
  void movesOnlyOverRecordsThatAreComplete() {
    confirmations.expect(3, 1);
    confirmations.expect(5, 2);
    confirmations.expect(6, 1);

    assertThat(confirmations.confirm(5)).isEmpty();
    assertThat(confirmations.confirm(6)).isEmpty();
    assertThat(confirmations.confirm(3)).hasValue(4);
    assertThat(confirmations.confirm(5)).hasValue(6);
  }

  @Test
  void stopsBeforeTheFirstRecordThatIsOpen() {
    confirmations.expect(1, 1);
    confirmations.expect(2, 1);
    confirmations.expect(9, 1);

    assertThat(confirmations.confirm(1)).hasValue(1);
    assertThat(confirmations.confirm(2)).hasValue(8);
    assertThat(confirmations.confirm(9)).hasValue(9);
  }
}
