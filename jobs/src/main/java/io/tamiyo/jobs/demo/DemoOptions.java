package io.tamiyo.jobs.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is asked for.
 *
 * @param layers of the network
 * @param seeds of each layer
 * @param length after which it ends by itself, or null to run until Ctrl-C
 * @param report the file for the report, or null for none
 * @param redis URL of a Redis that is running, or null to start one
 * @param webPort of Flink's web UI
 * @param seed of all randomness
 * @param epochScale the least training epochs of every state are multiplied by this
 * @param plantedDisturbance whether the network is trained first, then frozen and disturbed
 */
public record DemoOptions(
    int layers,
    int seeds,
    @Nullable Duration length,
    @Nullable Path report,
    @Nullable String redis,
    int webPort,
    long seed,
    double epochScale,
    boolean plantedDisturbance) {

  static final int LAYERS = 4;
  static final int SEEDS = 100;
  static final int WEB_PORT = 8081;
  static final long SEED = 42;

  /** So that a life from DORMANT to FOSSILIZED takes seconds; the documents' scale is 1. */
  static final double EPOCH_SCALE = 0.2;

  public DemoOptions {
    requireBetween("--layers", layers, 1, 64);
    requireBetween("--seeds", seeds, 1, 10_000);
    requireBetween("--web-port", webPort, 1, 65_535);
    if (length != null && (length.isNegative() || length.isZero())) {
      throw new IllegalArgumentException("--for is not positive: " + length);
    }
    if (!(epochScale > 0) || epochScale > 1) {
      throw new IllegalArgumentException("--epoch-scale is not in 0 to 1: " + epochScale);
    }
  }

  /**
   * The options that make this run differ from an installation with the documents' values. The URL
   * of Redis may hold a password, so only its presence is told.
   */
  Map<String, String> differing() {
    Map<String, String> differing = new TreeMap<>();
    if (epochScale != 1) {
      differing.put("epoch-scale", String.format(Locale.ROOT, "%s", epochScale));
    }
    putIfOther(differing, "layers", layers, LAYERS);
    putIfOther(differing, "seeds", seeds, SEEDS);
    putIfOther(differing, "web-port", webPort, WEB_PORT);
    putIfOther(differing, "seed", seed, SEED);
    if (redis != null) {
      differing.put("redis", "given");
    }
    if (plantedDisturbance) {
      differing.put("planted-disturbance", "true");
    }
    if (length != null) {
      differing.put("for", length.toSeconds() + "s");
    }
    return differing;
  }

  private static void putIfOther(
      Map<String, String> differing, String name, long value, long usual) {
    if (value != usual) {
      differing.put(name, Long.toString(value));
    }
  }

  private static void requireBetween(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; expected " + least + " to " + most);
    }
  }
}
