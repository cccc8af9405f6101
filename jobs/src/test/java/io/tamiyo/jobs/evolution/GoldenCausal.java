package io.tamiyo.jobs.evolution;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a golden savepoint of a job with CAUSAL order has more than {@link GoldenScenario}: a
 * message that waits for one of another layer, which comes afterwards; and one that has passed,
 * which another names afterwards.
 */
final class GoldenCausal {

  /** Nothing is given up by the time that passes. */
  static final Map<String, String> OPTIONS =
      Map.of("across-layers.order", "CAUSAL", "across-layers.timeout", "1 h");

  private static final String WAITING_LAYER = "encoder.1";
  private static final String OTHER_LAYER = "decoder";

  private GoldenCausal() {}

  /** What is read before the savepoint, behind {@link GoldenScenario#before}. */
  static List<GoldenEntry> before(long start) {
    List<GoldenEntry> entries = new ArrayList<>(GoldenScenario.before(start));
    add(entries, OTHER_LAYER, start + 2, "causal-known", Map.of());
    add(
        entries,
        WAITING_LAYER,
        start + 6,
        "causal-waiting",
        Map.of("depends_on", "causal-awaited"));
    return entries;
  }

  /** What stands behind that, before {@link GoldenScenario#after}; read before it, too. */
  static List<GoldenEntry> first(long start) {
    List<GoldenEntry> entries = new ArrayList<>();
    add(entries, OTHER_LAYER, start, "causal-awaited", Map.of());
    add(entries, WAITING_LAYER, start, "causal-dependent", Map.of("depends_on", "causal-known"));
    return entries;
  }

  /** What is said of that by a job that knows what came before. */
  static GoldenKnown known(GoldenKnown plain) {
    Map<String, String> holds = new TreeMap<>(plain.holds());
    holds.put(
        "causal order",
        "a message of encoder.1 waits for one of decoder; the ids that have passed");
    Map<String, List<Long>> ledger = new TreeMap<>(plain.ledger());
    ledger.put(WAITING_LAYER, List.of(10L, 8L, 1L, 1L, 0L, 0L));
    ledger.put(OTHER_LAYER, List.of(4L, 4L, 0L, 0L, 0L, 0L));
    return new GoldenKnown(
        plain.release(), holds, plain.between(), ledger, plain.alerts(), plain.sent());
  }

  private static void add(
      List<GoldenEntry> entries, String layer, long time, String id, Map<String, Object> metadata) {
    Header header = new Header(id, 1, "host", Header.VERSION, null, metadata);
    Message heartbeat = new Heartbeat(header, "host", 1, Map.of(), "healthy", Map.of(), layer);
    GoldenScenario.identified(entries, layer, time, heartbeat);
  }
}
