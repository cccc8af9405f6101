package io.tamiyo.contracts.message;

import java.util.Map;

/** A service asks for a resource. */
public record CoordinationRequest(
    Header header,
    String operation,
    String resourceId,
    String requesterId,
    int timeoutMs,
    Map<String, Object> parameters)
    implements Message {

  public CoordinationRequest {
    parameters = Copies.json(parameters);
  }
}
