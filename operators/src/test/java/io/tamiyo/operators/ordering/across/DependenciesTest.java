package io.tamiyo.operators.ordering.across;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  private static Message message(String id, Map<String, Object> metadata) {
    Header header = new Header(id, 0, "host", Header.VERSION, null, metadata);
    return new Heartbeat(header, "host", 1, Map.of(), "healthy", Map.of(), "layer-1");
  }

  private static Message on(Object value) {
    return message("m", Map.of("depends_on", value));
  }

  @Test
  void readsOneIdOrSeveral() throws Exception {
    assertThat(Dependencies.of(message("m", Map.of("other", 1)))).isEmpty();
    assertThat(Dependencies.of(on("m1"))).containsExactly("m1");
    assertThat(Dependencies.of(on(List.of("m1", "m2")))).containsExactly("m1", "m2");
    assertThat(Dependencies.of(on(List.of()))).isEmpty();
  }

  @Test
  void refusesWhatIsNoId() {
    refused(on(7), DecodeFailure.Reason.INVALID_MESSAGE, "metadata.depends_on");
    refused(on(Map.of("id", "m1")), DecodeFailure.Reason.INVALID_MESSAGE, "no id");
    refused(on(List.of("m1", 7)), DecodeFailure.Reason.INVALID_MESSAGE, "no id");
    refused(on(""), DecodeFailure.Reason.INVALID_MESSAGE, "no id");
  }

  @Test
  void refusesTooManyAndTooLongOnes() throws Exception {
    List<String> most = Collections.nCopies(Dependencies.MAX_IDS, "m");
    assertThat(Dependencies.of(on(most))).hasSize(Dependencies.MAX_IDS);
    List<String> more = new ArrayList<>(most);
    more.add("m");
    refused(on(more), DecodeFailure.Reason.TOO_LARGE, "found 65 ids");
    String longest = "x".repeat(Dependencies.MAX_ID_LENGTH);
    assertThat(Dependencies.of(on(longest))).containsExactly(longest);
    refused(on(longest + "x"), DecodeFailure.Reason.TOO_LARGE, "257 characters");
  }

  @Test
  void joinsThoseOfAnEntryButForItsOwn() {
    assertThat(
            Dependencies.of(
                List.of(
                    message("m1", Map.of("depends_on", List.of("x", "m2"))),
                    message("m2", Map.of("depends_on", List.of("y", "x", "m2"))),
                    on(7))))
        .containsExactly("x", "y");
  }

  @Test
  void waitsForABoundedNumber() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<String> ids = new ArrayList<>();
      for (int j = 0; j < Dependencies.MAX_IDS; j++) {
        ids.add(i + "/" + j);
      }
      messages.add(on(ids));
    }
    assertThat(Dependencies.of(messages)).hasSize(Dependencies.MAX_IDS_OF_ENTRY);
  }

  private static void refused(Message message, DecodeFailure.Reason reason, String says) {
    assertThatThrownBy(() -> Dependencies.of(message))
        .hasMessageContaining(says)
        .isInstanceOfSatisfying(
            DecodeFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
