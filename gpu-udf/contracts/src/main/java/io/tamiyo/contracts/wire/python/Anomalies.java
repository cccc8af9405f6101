package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Anomalies have one {@code expected_range} where the records have two components. */
final class Anomalies {

  private static final String FIELD = "anomalies";
  private static final String RANGE = "expected_range";
  private static final String LOW = "expected_low";
  private static final String HIGH = "expected_high";

  private Anomalies() {}

  static void toPlain(ObjectNode report) {
    for (JsonNode node : report.path(FIELD)) {
      if (node instanceof ObjectNode anomaly && anomaly.path(RANGE).size() == 2) {
        JsonNode range = anomaly.remove(RANGE);
        anomaly.set(LOW, range.path(0));
        anomaly.set(HIGH, range.path(1));
      }
    }
  }

  static void fromPlain(ObjectNode report) {
    for (JsonNode node : report.path(FIELD)) {
      if (node instanceof ObjectNode anomaly) {
        ArrayNode range = anomaly.arrayNode().add(anomaly.remove(LOW)).add(anomaly.remove(HIGH));
        anomaly.set(RANGE, range);
      }
    }
  }
}
