package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import java.util.List;

/**
 * An operator failed on an entry that must not be passed over, since commands depend on it: the job
 * fails, goes back to its last checkpoint, and comes to the entry again.
 */
public final class EntryFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final int MAX_MESSAGES_NAMED = 5;
  private static final int MAX_CHARACTERS_EACH = 100;

  private EntryFailedException(String message, RuntimeException cause) {
    super(message, cause);
  }

  /**
   * Names the entry.
   *
   * @param operator which failed
   */
  public static EntryFailedException of(
      String operator, Delivery delivery, RuntimeException cause) {
    List<String> ids =
        delivery.messages().stream()
            .limit(MAX_MESSAGES_NAMED)
            .map(EntryFailedException::shown)
            .toList();
    return new EntryFailedException(
        "%s failed on entry %s of %s, layer %s, messages %s: %s. What commands depend on is not passed over; run a release that can take it, or delete the entry with XDEL"
            .formatted(
                operator,
                delivery.entry().entryId(),
                delivery.entry().stream(),
                delivery.layer(),
                ids,
                cause),
        cause);
  }

  private static String shown(Message message) {
    String text = message.getClass().getSimpleName() + " " + message.header().messageId();
    return text.substring(0, Math.min(text.length(), MAX_CHARACTERS_EACH));
  }
}
