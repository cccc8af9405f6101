package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.command.Outcome;
import java.util.List;
import java.util.Set;

/**
 * The acknowledgement, which has no header here and names its command in {@code
 * metadata.correlation_id}.
 */
final class CommandResults {

  private static final List<String> FIELDS =
      List.of("success", "execution_time_ms", "error", "details", "metadata");
  private static final String CORRELATION = "correlation_id";
  private static final String COMMAND = "command_id";

  private CommandResults() {}

  static void toPlain(ObjectNode result) {
    JsonNode command = result.path("metadata").path(CORRELATION);
    if (command.isTextual()) {
      result.put(COMMAND, command.textValue());
      result.put(CORRELATION, command.textValue());
    }
    boolean isApplied = result.path("success").asBoolean(true);
    result.put("outcome", (isApplied ? Outcome.APPLIED : Outcome.REJECTED).name());
  }

  static ObjectNode fromPlain(ObjectNode plain, Set<String> nativeOnly) {
    String command = plain.path(COMMAND).asText();
    plain.remove(nativeOnly);
    plain.retain(FIELDS);
    if (!command.isEmpty() && !plain.path("metadata").has(CORRELATION)) {
      plain.withObject("/metadata").put(CORRELATION, command);
    }
    if (plain.path("metadata").isEmpty()) {
      plain.remove("metadata");
    }
    plain.properties().removeIf(field -> field.getValue().isNull());
    return plain;
  }
}
