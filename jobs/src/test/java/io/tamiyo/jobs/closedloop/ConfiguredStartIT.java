package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.streams.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** A job that starts without a savepoint where layers have written, and people configured. */
class ConfiguredStartIT {

  private static final StreamNames NAMES = ClosedLoop.NAMES;
  private static final String LAYER = "guest";
  private static final int WINDOWS = 4;
  private static final int REPORTS_A_WINDOW = 10;

  /**
   * So many that an operator which took them as they come would have all reports before the end.
   */
  private static final int EARLIER_CHANGES = 200;

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  @Test
  void sumsUpAndRoutesTheFirstReportsAsWasConfigured() throws Exception {
    try (Installed installed = new Installed(redis.connections().open(), NAMES);
        LoopCluster cluster = new LoopCluster(directory)) {
      long start = installed.now() / 1_000 * 1_000 - 60_000;
      report(installed, start);
      for (int i = 0; i < EARLIER_CHANGES; i++) {
        set(installed, "ordering.timeout-ms", String.valueOf(1_000 + i));
      }
      set(installed, "aggregation.window", "1 s");
      set(installed, "routing.rules", "type=LayerHealthReport to=sums");

      LoopJob job = cluster.submit(ClosedLoop.options(redis.url()), "hashmap", 2);

      Waiting.until(
          WINDOWS + " aggregates and their copies",
          () -> aggregates(installed, NAMES.aggregates()) + "; " + job,
          () ->
              aggregates(installed, NAMES.aggregates()).size() == WINDOWS
                  && aggregates(installed, NAMES.routed("sums")).size() == WINDOWS);
      List<LayerHealthReport> sums = aggregates(installed, NAMES.aggregates());
      assertThat(sums).isEqualTo(aggregates(installed, NAMES.routed("sums"))).hasSize(WINDOWS);
      for (int window = 0; window < WINDOWS; window++) {
        LayerHealthReport sum = sums.get(window);
        assertThat(sum.telemetryWindow().start()).isEqualTo(start / 1000.0 + window);
        assertThat(sum.header().metadata()).containsEntry("reports", REPORTS_A_WINDOW);
      }
      job.cancel();
    }
  }

  private void report(Installed installed, long start) throws Exception {
    installed.redis().call(Command.HSET, NAMES.layers(), LAYER, NAMES.inbound(LAYER));
    int step = 1_000 / REPORTS_A_WINDOW;
    for (int i = 0; i < WINDOWS * REPORTS_A_WINDOW; i++) {
      EntryHeader place =
          new EntryHeader("LayerHealthReport", LAYER, "guest-1", 1, i + 1, 1, null, null);
      Message report = Fixtures.report(LAYER).seeds(2).at(Duration.ofMillis(i)).build();
      append(
          installed,
          NAMES.inbound(LAYER),
          start + (long) i * step + "-0",
          writer.write(place, List.of(report)));
    }
  }

  private void set(Installed installed, String key, String value) throws Exception {
    ConfigUpdate update = new ConfigUpdate(Fixtures.header(key, Duration.ZERO), null, key, value);
    append(
        installed,
        NAMES.config(),
        "*",
        writer.write(Places.of("ConfigUpdate", null, 1), List.of(update)));
  }

  private static void append(
      Installed installed, String stream, String id, Map<String, byte[]> fields) {
    List<Object> call = new ArrayList<>(List.of(stream, id));
    fields.forEach(
        (name, value) -> {
          call.add(name);
          call.add(value);
        });
    installed.redis().call(Command.XADD, call.toArray());
  }

  private List<LayerHealthReport> aggregates(Installed installed, String stream) {
    List<LayerHealthReport> aggregates = new ArrayList<>();
    for (Installed.Entry entry : installed.range(stream, "-", "+", 100)) {
      for (Decoded decoded : reader.read(entry.fields())) {
        aggregates.add((LayerHealthReport) ((Decoded.Good) decoded).message());
      }
    }
    return aggregates;
  }
}
