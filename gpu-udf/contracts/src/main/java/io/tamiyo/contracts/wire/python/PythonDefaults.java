package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a field means that a python-1.0 message does not have. What decides what is done to whom
 * ({@code layer_id}, {@code target_state}, {@code grafting_strategy}, …) has no default.
 */
final class PythonDefaults {

  private static final JsonNode DEFAULTS =
      parse(
          """
          {
            "any": {
              "message_id": "", "timestamp": 0.0, "source": "", "version": "1.0",
              "priority": "normal", "timeout_ms": 10000, "force": false, "reason": "",
              "success": true, "triggered_by": "", "operation": "", "transition_duration_ms": 0.0,
              "total_seeds": 0, "active_seeds": 0, "health_metrics": {},
              "telemetry_window": [0.0, 0.0], "lifecycle_state": "", "error_count": 0,
              "warning_count": 0, "metric_name": "", "metric_value": 0.0, "checkpoint_id": "",
              "checkpoint_size_bytes": 0, "service_type": "", "service_id": "",
              "uptime_seconds": 0.0, "status": "healthy", "resource_id": "", "requester_id": "",
              "request_id": "", "granted": false, "atomic": false, "stop_on_error": true,
              "rollback_on_failure": true, "execution_time_ms": 0.0, "batch_size": 0,
              "cause": "", "fence": {"job_epoch": 0, "targets": []}, "command_id": "",
              "job_epoch": 0, "revision": {"host_epoch": -1, "number": -1}
            },
            "LifecycleTransitionCommand": {"timeout_ms": 5000},
            "BatchCommand": {"timeout_ms": 30000},
            "EmergencyStopCommand": {"timeout_ms": 1000, "priority": "critical"}
          }
          """);

  private PythonDefaults() {}

  /** The default, or null when there is none. */
  static @Nullable JsonNode of(String type, String field) {
    JsonNode own = DEFAULTS.path(type).get(field);
    return own != null ? own : DEFAULTS.path("any").get(field);
  }

  private static JsonNode parse(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the defaults are no JSON", e);
    }
  }
}
