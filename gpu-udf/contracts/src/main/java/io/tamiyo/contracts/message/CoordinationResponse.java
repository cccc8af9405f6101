package io.tamiyo.contracts.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link CoordinationRequest}.
 *
 * @param holderId who has the resource, or null
 * @param waitTimeMs how long to wait, or null
 */
public record CoordinationResponse(
    Header header,
    String requestId,
    boolean granted,
    @Nullable String holderId,
    @Nullable Double waitTimeMs,
    Map<String, Object> details)
    implements Message {

  public CoordinationResponse {
    details = Copies.json(details);
  }
}
