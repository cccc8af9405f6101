package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.SeedMetricsSnapshot;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.message.TelemetryBatch;
import io.tamiyo.contracts.naming.LayerId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stream keys of Python layers: where they write what, and where commands reach them. */
public final class PythonTopics {

  /** Batches of reports and snapshots, of any layers. */
  public static final String TELEMETRY_BATCH = "morphogenetic.telemetry.batch";

  private static final String PREFIX = "morphogenetic.";
  private static final String AGGREGATED = PREFIX + "telemetry.aggregated";
  private static final String ALERT = PREFIX + "alert";
  private static final String EVENT = PREFIX + "event";
  private static final String TRANSITION = PREFIX + "event.transition";
  private static final String ACKNOWLEDGEMENT = PREFIX + "control.ack";
  private static final String LIFECYCLE = PREFIX + "control.lifecycle";
  private static final String LAYER = ".layer.";
  private static final String SEED = ".seed.";

  private static final Pattern OF_LAYER = Pattern.compile("(morphogenetic\\..*?)\\.layer\\.(.+)");
  private static final Pattern SEED_SUFFIX = Pattern.compile("\\.seed\\.\\d+$");

  private PythonTopics() {}

  /** What Python layers write, as patterns of SCAN. */
  public static List<String> writtenByLayers() {
    return List.of(
        PREFIX + "telemetry.*", ALERT + ".*", EVENT, EVENT + ".*", ACKNOWLEDGEMENT + "*");
  }

  /** The one key per layer on which commands arrive; layers find new keys slowly or never. */
  public static String commands(String layerId) {
    return LIFECYCLE + LAYER + LayerId.require(layerId);
  }

  /**
   * The key of a message, or empty for what Python layers do not understand: batches and emergency
   * stops, which must be sent as single lifecycle commands.
   */
  public static Optional<String> of(Message message) {
    if (message instanceof BatchCommand || message instanceof EmergencyStopCommand) {
      return Optional.empty();
    }
    String layer = message.layerId();
    if (message instanceof TelemetryBatch || message instanceof SeedMetricsSnapshot) {
      return Optional.of(TELEMETRY_BATCH);
    }
    if (message instanceof Command) {
      return Optional.ofNullable(layer).map(PythonTopics::commands);
    }
    if (message instanceof PerformanceAlert alert) {
      Integer seed = alert.seedId();
      return Optional.of(key(ALERT, layer) + (seed == null ? "" : SEED + seed));
    }
    if (message instanceof StateTransitionEvent event) {
      return Optional.of(key(TRANSITION, layer) + SEED + event.seedId());
    }
    if (message instanceof LayerHealthReport) {
      return Optional.of(key(AGGREGATED, layer));
    }
    return Optional.of(key(message instanceof CommandResult ? ACKNOWLEDGEMENT : EVENT, layer));
  }

  /** The layer that a key names, or empty when it names none or is no key of theirs. */
  public static Optional<String> layerOf(String key) {
    Matcher parts = OF_LAYER.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    boolean mayNameSeed = parts.group(1).equals(ALERT) || parts.group(1).equals(TRANSITION);
    String rest = parts.group(2);
    String layer = mayNameSeed ? SEED_SUFFIX.matcher(rest).replaceFirst("") : rest;
    return Optional.of(layer).filter(LayerId::isValid);
  }

  private static String key(String topic, @Nullable String layer) {
    return layer == null ? topic : topic + LAYER + LayerId.require(layer);
  }
}
