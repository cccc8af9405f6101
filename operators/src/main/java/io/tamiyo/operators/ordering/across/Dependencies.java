package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a message names in {@code metadata.depends_on}: a message id, or a list of them. */
final class Dependencies {

  /** Ids that one message may name. */
  static final int MAX_IDS = 64;

  /** Characters of an id that can be named. */
  static final int MAX_ID_LENGTH = 256;

  /** Ids that the messages of one entry may name together; the rest are not waited for. */
  static final int MAX_IDS_OF_ENTRY = 1_024;

  private static final String KEY = "depends_on";
  private static final String PATH = "metadata." + KEY;

  private Dependencies() {}

  /**
   * The ids that a message names; none where it does not say.
   *
   * @throws DecodeFailure when what it says are no ids, or too many or too long ones
   */
  static List<String> of(Message message) throws DecodeFailure {
    Object value = message.header().metadata().get(KEY);
    if (value == null) {
      return List.of();
    }
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    if (values.size() > MAX_IDS) {
      throw failure(Reason.TOO_LARGE, "found " + values.size() + " ids; expected " + MAX_IDS);
    }
    List<String> ids = new ArrayList<>(values.size());
    for (Object each : values) {
      ids.add(id(each));
    }
    return ids;
  }

  /**
   * What the messages of an entry name together, but for each other. What a message says wrongly is
   * not waited for; it becomes a dead letter when it goes on.
   */
  static List<String> of(List<Message> messages) {
    Set<String> named = new LinkedHashSet<>();
    messages.forEach(message -> named.addAll(readable(message)));
    messages.forEach(message -> named.remove(message.header().messageId()));
    return named.stream().limit(MAX_IDS_OF_ENTRY).toList();
  }

  private static List<String> readable(Message message) {
    try {
      return of(message);
    } catch (DecodeFailure unreadable) {
      return List.of();
    }
  }

  private static String id(Object value) throws DecodeFailure {
    if (!(value instanceof String id) || id.isEmpty()) {
      throw failure(
          Reason.INVALID_MESSAGE, "found what is no id; expected a message id or a list of them");
    }
    if (id.length() > MAX_ID_LENGTH) {
      throw failure(
          Reason.TOO_LARGE,
          "found an id of " + id.length() + " characters; expected at most " + MAX_ID_LENGTH);
    }
    return id;
  }

  private static DecodeFailure failure(Reason reason, String detail) {
    return new DecodeFailure(reason, PATH, detail);
  }
}
