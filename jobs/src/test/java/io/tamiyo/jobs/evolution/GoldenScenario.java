package io.tamiyo.jobs.evolution;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.Places;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a golden savepoint is made of: three layers with something in every state. {@code encoder.0}
 * numbers its entries and misses one; {@code encoder.1} has ids, a dead letter and two commands on
 * their way; of {@code decoder} a view is known. What follows shows whether that is known still.
 */
final class GoldenScenario {

  private static final StreamNames NAMES = GoldenRedis.NAMES;
  private static final String NUMBERED = "encoder.0";
  private static final String IDENTIFIED = "encoder.1";
  private static final String VIEWED = "decoder";
  private static final int SEEDS = 4;
  private static final int REPORTS = 32;
  private static final int MISSING = REPORTS + 1;

  /** Beyond the time after which a command is sent again. */
  private static final long LATER = 25_000;

  private GoldenScenario() {}

  /**
   * What is read first: without it the job would decide something of itself.
   *
   * @param start milliseconds since 1970
   */
  static List<GoldenEntry> configuration(long start) {
    List<GoldenEntry> entries = new ArrayList<>();
    config(entries, start, "policy.enabled", "false");
    config(entries, start + 1, "ordering.timeout-ms", "3600000");
    config(entries, start + 2, "policy.stale-after-ms", "3600000");
    config(entries, start + 3, "tracking.retry-after-ms", "20000");
    return entries;
  }

  /**
   * What is read before the savepoint.
   *
   * @param start milliseconds since 1970
   */
  static List<GoldenEntry> before(long start) {
    List<GoldenEntry> entries = new ArrayList<>();
    for (int sequence = 1; sequence <= REPORTS; sequence++) {
      numbered(entries, start + sequence, sequence, report(NUMBERED, 0.5 + sequence % 3 * 0.01));
    }
    numbered(entries, start + 40, MISSING + 1, heartbeat(NUMBERED, MISSING + 1));
    numbered(entries, start + 41, MISSING + 2, heartbeat(NUMBERED, MISSING + 2));

    identified(entries, IDENTIFIED, start + 1, report(IDENTIFIED, 0.5));
    identified(entries, IDENTIFIED, start + 2, heartbeat(IDENTIFIED, 1));
    identified(entries, IDENTIFIED, start + 3, request(IDENTIFIED, 1));
    identified(entries, IDENTIFIED, start + 4, request(IDENTIFIED, 2));
    Map<String, byte[]> unreadable = new HashMap<>(entries.get(entries.size() - 1).fields());
    unreadable.put(EntryFields.DATA, "{".getBytes(StandardCharsets.UTF_8));
    entries.add(new GoldenEntry(NAMES.inbound(IDENTIFIED), (start + 5) + "-0", unreadable));

    identified(
        entries,
        VIEWED,
        start + 1,
        Fixtures.report(VIEWED)
            .seeds(SEEDS)
            .state(0, SeedState.TRAINING)
            .revision(0, 2)
            .revision(2, 7)
            .build());
    return entries;
  }

  /**
   * What stands in the streams behind that.
   *
   * @param start milliseconds since 1970, after all commands were sent
   * @param first the command for the first seed of {@code encoder.1}
   */
  static List<GoldenEntry> after(long start, Command first) {
    List<GoldenEntry> entries = new ArrayList<>();
    numbered(entries, start + 1, 5, report(NUMBERED, 0.5));
    numbered(entries, start + 2, MISSING, heartbeat(NUMBERED, MISSING));
    numbered(entries, start + 3, MISSING + 3, report(NUMBERED, 50));

    identified(entries, IDENTIFIED, start + 1, heartbeat(IDENTIFIED, 1));
    identified(
        entries,
        IDENTIFIED,
        start + 2,
        Fixtures.acknowledgement(first, Outcome.APPLIED).seed(1, SeedState.GERMINATED, 1).build());
    identified(entries, IDENTIFIED, start + LATER, heartbeat(IDENTIFIED, 2));

    identified(
        entries,
        VIEWED,
        start + 1,
        Fixtures.request(VIEWED, SeedState.GERMINATED).batchSize(2).id("request-3").build());
    for (String layer : GoldenRedis.LAYERS) {
      entries.add(GoldenRedis.tickAt(layer, (start + LATER + 1_000) + "-0"));
    }
    return entries;
  }

  /** What is said of that by a job that knows what came before. */
  static GoldenKnown known(String release, long between) {
    return new GoldenKnown(
        release,
        Map.of(
            NUMBERED,
            "32 reports of a numbering producer; entry 33 is missing, 34 and 35 are held",
            IDENTIFIED,
            "a report, a heartbeat, two requests, a dead letter; the commands of both requests are"
                + " sent and not acknowledged",
            VIEWED,
            "a report: seed 0 trains, seed 2 has revision 7",
            "configuration",
            "no decisions of the job's own; gaps and reports are waited for an hour"),
        between,
        Map.of(
            NUMBERED, List.of(37L, 36L, 0L, 1L, 0L, 0L),
            IDENTIFIED, List.of(8L, 6L, 1L, 1L, 0L, 0L),
            VIEWED, List.of(2L, 2L, 0L, 0L, 0L, 0L)),
        List.of(NUMBERED + " loss"),
        Map.of(
            NUMBERED,
            List.of(),
            IDENTIFIED,
            List.of("GERMINATED for 2@0"),
            VIEWED,
            List.of(
                "request-3: GERMINATED for 1@0 2@7", "GERMINATED for 1@0", "GERMINATED for 2@7")));
  }

  /** Heartbeats without a number, a millisecond apart. */
  static List<GoldenEntry> heartbeats(String layer, long start, int count) {
    List<GoldenEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      identified(
          entries, layer, start + i, Fixtures.heartbeat(layer, Duration.ofMillis(start + i)));
    }
    return entries;
  }

  private static Message report(String layer, double loss) {
    return Fixtures.report(layer).seeds(SEEDS).metric("loss", loss).id("").build();
  }

  private static Message heartbeat(String layer, int number) {
    return Fixtures.heartbeat(layer, Duration.ofMillis(number));
  }

  private static Message request(String layer, int seed) {
    return Fixtures.request(layer, SeedState.GERMINATED).seeds(seed).id("request-" + seed).build();
  }

  private static void config(List<GoldenEntry> entries, long time, String key, String value) {
    ConfigUpdate update = Fixtures.config(key, value);
    entries.add(entry(NAMES.config(), time, Places.of("ConfigUpdate", null, 1), update));
  }

  private static void numbered(
      List<GoldenEntry> entries, long time, long sequence, Message message) {
    add(entries, NUMBERED, time, "host-1", sequence, message);
  }

  static void identified(List<GoldenEntry> entries, String layer, long time, Message message) {
    add(entries, layer, time, null, 0, message);
  }

  private static void add(
      List<GoldenEntry> entries,
      String layer,
      long time,
      @Nullable String producer,
      long sequence,
      Message message) {
    String type = MessageTypes.nameOf(message);
    long epoch = producer == null ? 0 : 7;
    EntryHeader place = new EntryHeader(type, layer, producer, epoch, sequence, 1, null, null);
    entries.add(entry(NAMES.inbound(layer), time, place, message));
  }

  private static GoldenEntry entry(String stream, long time, EntryHeader place, Message message) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return new GoldenEntry(stream, time + "-0", writer.write(place, List.of(message)));
    }
  }
}
