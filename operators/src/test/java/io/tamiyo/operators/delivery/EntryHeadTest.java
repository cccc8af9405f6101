package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EntryHeadTest {

  private static EntryHead head(String layer, String... names) {
    return new EntryHead(layer, "kasmina.inbound." + layer, new FieldShape(names));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    for (EntryHead head :
        new EntryHead[] {
          head("encoder.0", "type", "data"), head(""), head("\u00e9\u4e2d", "\u00e9", "", "x")
        }) {
      byte[] bytes = head.bytes();
      assertThat(EntryHead.of(bytes, bytes.length)).isEqualTo(head);
    }
  }

  @Test
  void isReadOfTheFirstBytesOnly() throws IOException {
    byte[] bytes = head("a", "type").bytes();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 100);
    assertThat(EntryHead.of(longer, bytes.length)).isEqualTo(head("a", "type"));
  }

  @Test
  void isAnotherWhereNamesStandInAnotherOrder() throws IOException {
    assertThat(head("a", "type", "data")).isNotEqualTo(head("a", "data", "type"));
    assertThat(head("a", "type", "data").bytes()).isNotEqualTo(head("a", "data", "type").bytes());
  }

  @Test
  void isNotReadWhereItWasCutOff() throws IOException {
    byte[] bytes = head("encoder.0", "type", "data").bytes();
    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> EntryHead.of(bytes, cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void sharesTheObjectOfAnEqualShapeAndKeepsItsOwnElse() {
    EntryHead head = head("a", "type", "data");
    FieldShape equal = new FieldShape(new String[] {"type", "data"});
    assertThat(head.sharing(equal)).isEqualTo(head);
    assertThat(head.sharing(equal).shape()).isSameAs(equal);
    assertThat(head.sharing(new FieldShape(new String[] {"type"}))).isSameAs(head);
    assertThat(head.sharing(null)).isSameAs(head);
  }
}
