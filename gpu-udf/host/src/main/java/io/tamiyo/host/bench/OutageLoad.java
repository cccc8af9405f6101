package io.tamiyo.host.bench;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.TelemetryWindow;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.Lane;
import io.tamiyo.host.telemetry.Publisher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A host that reports steadily, whatever happens to Redis: nine of ten messages are reports of 100
 * seeds with four metrics, the tenth is an urgent one. Message ids count per lane.
 */
final class OutageLoad {

  static final String REPORT = "report-";
  static final String URGENT = "urgent-";

  private static final int SEEDS = 100;
  private static final int URGENT_EVERY = 10;
  private static final double MS_PER_SECOND = 1e3;

  private final Publisher publisher;
  private final Channel channel;
  private final long nanosPerMessage;
  private final Random random = new Random(42);
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean ended;
  private long reports;
  private long urgent;

  OutageLoad(Publisher publisher, Channel channel, int perSecond) {
    this.publisher = publisher;
    this.channel = channel;
    this.nanosPerMessage = TimeUnit.SECONDS.toNanos(1) / perSecond;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends it; the counts hold from then on. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
  }

  long reports() {
    return reports;
  }

  long urgent() {
    return urgent;
  }

  private void run() {
    long next = System.nanoTime();
    while (!ended) {
      if ((reports + urgent) % URGENT_EVERY == 0) {
        urgent++;
        publisher.publish(Lane.URGENT, channel, List.of(beat(header(URGENT + urgent))));
      } else {
        reports++;
        publisher.publish(Lane.TELEMETRY, channel, List.of(report(header(REPORT + reports))));
      }
      next += nanosPerMessage;
      while (System.nanoTime() - next < 0 && !ended) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static Header header(String id) {
    return Header.of(id, System.currentTimeMillis() / MS_PER_SECOND, "bench");
  }

  private Message beat(Header header) {
    return new Heartbeat(header, "bench", 0, Map.of(), "healthy", Map.of(), channel.layerId());
  }

  private Message report(Header header) {
    int[] ids = new int[SEEDS];
    byte[] states = new byte[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      ids[seed] = seed;
      states[seed] = SeedState.TRAINING.code();
    }
    List<MetricColumn> columns =
        List.of(
            column("activation_mean"),
            column("activation_variance"),
            column("reconstruction_loss"),
            column("error_rate"));
    return new LayerHealthReport(
        header,
        String.valueOf(channel.layerId()),
        SEEDS,
        SEEDS,
        new SeedColumns(1, ids, states, new long[SEEDS], new int[SEEDS], columns),
        Map.of("loss", random.nextDouble()),
        Map.of(),
        TelemetryWindow.NONE,
        List.of());
  }

  private MetricColumn column(String name) {
    boolean[] measured = new boolean[SEEDS];
    Arrays.fill(measured, true);
    return new MetricColumn(name, random.doubles(SEEDS).toArray(), measured);
  }
}
