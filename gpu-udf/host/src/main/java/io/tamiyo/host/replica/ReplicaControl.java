package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.Lane;
import io.tamiyo.host.telemetry.Publisher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of a layer as the host sees them that decides: it sends them what is durable, with
 * the training step for it, and hears which of them have it in force. Any thread may call.
 */
public final class ReplicaControl {

  private static final double MS_PER_SECOND = 1e3;
  private static final int REMEMBERED_COUNTS = 1000;

  private final String layerId;
  private final ReplicaGroup group;
  private final Publisher publisher;
  private final Channel updates;
  private final String source;
  private final InstantSource clock;
  private final StepPlan plan;
  private final Map<Long, Held> held = new TreeMap<>();
  private final Map<Long, RankCount> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, RankCount> eldest) {
          return size() > REMEMBERED_COUNTS;
        }
      };

  /** What waits for the ranks. */
  private record Held(Consumer<Map<String, Object>> then, Instant since) {}

  /**
   * @param updates where the ranks read
   * @param source the host, as the header of each message names it
   */
  public ReplicaControl(
      String layerId,
      ReplicaGroup group,
      Publisher publisher,
      Channel updates,
      String source,
      InstantSource clock) {
    this.layerId = layerId;
    this.group = group;
    this.publisher = publisher;
    this.updates = updates;
    this.source = source;
    this.clock = clock;
    this.plan = new StepPlan(group.leadSteps());
  }

  /** The layer. */
  public String layerId() {
    return layerId;
  }

  /** Training has come to a step, where the host decides; by one thread, which never waits here. */
  public void reached(long step) {
    plan.reached(step);
  }

  /** What is wrong with the training step that a command names; empty when nothing is. */
  public synchronized Optional<String> fault(@Nullable Object wished) {
    return plan.fault(wished);
  }

  /**
   * Has every replica put seeds in force.
   *
   * @param number of the durable record that makes them so
   * @param wished the step that its command names, or null
   * @param atOnce whether no replica shall wait for a step
   * @param then gets what the acknowledgement tells of the ranks, when all have the seeds in force,
   *     or patience is over
   */
  public synchronized void enforce(
      long number,
      List<Seed> seeds,
      @Nullable Object wished,
      boolean atOnce,
      Consumer<Map<String, Object>> then) {
    long step = wished == null ? plan.next() : StepPlan.step(wished);
    if (!atOnce) {
      plan.planned(step);
    }
    held.put(number, new Held(then, clock.instant()));
    Header header =
        Header.of(
            "update-%s-%d".formatted(layerId, number), clock.millis() / MS_PER_SECOND, source);
    List<ReplicaSeed> copies = seeds.stream().map(ReplicaSeed::of).toList();
    Message update = new ReplicaUpdate(header, layerId, number, atOnce ? 0 : step, copies);
    publisher.publish(Lane.URGENT, updates, List.of(update));
    releaseIfComplete(number);
  }

  /** A rank has put an update in force. */
  public synchronized void heard(ReplicaReport report) {
    RankCount count = counts.getOrDefault(report.number(), RankCount.none(group.ranks()));
    counts.put(report.number(), count.with(report));
    releaseIfComplete(report.number());
  }

  private void releaseIfComplete(long number) {
    RankCount count = counts.get(number);
    if (count != null && count.isComplete()) {
      release(number, count);
    }
  }

  private void release(long number, RankCount count) {
    Held waiting = held.remove(number);
    if (waiting != null) {
      waiting.then().accept(count.details());
    }
  }

  /** Waits no longer for ranks that have said nothing for too long. */
  public synchronized void giveUpSilentOnes() {
    Instant latest = clock.instant().minus(group.patience());
    List<Long> overdue = new ArrayList<>();
    held.forEach(
        (number, waiting) -> {
          if (!waiting.since().isAfter(latest)) {
            overdue.add(number);
          }
        });
    overdue.forEach(
        number -> release(number, counts.getOrDefault(number, RankCount.none(group.ranks()))));
  }
}
