package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.NativeOnly;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.json.Dialect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The forms of python-1.0: nothing that only the native wire has, and some shapes of its own. */
public final class PythonDialect implements Dialect {

  private static final String REPORT = "LayerHealthReport";
  private static final String RESULT = "CommandResult";
  private static final String BATCH = "TelemetryBatch";
  private static final String BLUEPRINT_ID = "blueprint_id";

  private final HealthMetrics healthMetrics;

  /** A dialect that refuses reports of more seeds and metrics than the limits allow. */
  public PythonDialect(WireLimits limits) {
    this.healthMetrics = new HealthMetrics(limits);
  }

  @Override
  public boolean has(Class<? extends Message> kind) {
    return !kind.isAnnotationPresent(NativeOnly.class);
  }

  @Override
  public ObjectNode toPlain(String type, ObjectNode read, Set<String> nativeOnly, String path)
      throws DecodeFailure {
    read.remove(nativeOnly);
    switch (type) {
      case REPORT -> {
        read.putPOJO("seeds", healthMetrics.columns(read.path("health_metrics"), path));
        Anomalies.toPlain(read);
      }
      case RESULT -> CommandResults.toPlain(read);
      case BATCH -> countMessages(read);
      case "BlueprintUpdateCommand", "BlueprintEvent" -> blueprintAsText(read);
      default -> {}
    }
    return read;
  }

  @Override
  public ObjectNode fromPlain(String type, ObjectNode plain, Set<String> nativeOnly) {
    if (type.equals(RESULT)) {
      return CommandResults.fromPlain(plain, nativeOnly);
    }
    plain.remove(nativeOnly);
    if (type.equals(REPORT)) {
      healthMetrics.replaceColumns(plain);
      Anomalies.fromPlain(plain);
    }
    return plain;
  }

  @Override
  public @Nullable JsonNode whenMissing(String type, String field) {
    return PythonDefaults.of(type, field);
  }

  private static void countMessages(ObjectNode batch) {
    if (!batch.has("batch_size")) {
      batch.put("batch_size", batch.path("messages").size());
    }
  }

  /** Layers hold blueprints by number, and some send the number. */
  private static void blueprintAsText(ObjectNode message) {
    JsonNode id = message.path(BLUEPRINT_ID);
    if (id.isIntegralNumber()) {
      message.put(BLUEPRINT_ID, id.asText());
    }
  }
}
