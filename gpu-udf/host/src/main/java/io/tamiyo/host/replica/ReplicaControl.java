package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.Lane;
import io.tamiyo.host.telemetry.Publisher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of a layer as the host sees them that decides: it sends them what is durable, with
 * the training step for it, and hears which of them have it in force. Any thread may call.
 *
 * <p>At the start, whenever a replica begins, and each {@value #BASE_EVERY} changes it sends the
 * seeds as they are, behind the changes that still wait; so the stream of updates can be trimmed to
 * {@link #mostEntries}, and nobody needs an older one.
 */
public final class ReplicaControl {

  private static final int BASE_EVERY = 500;

  /** More changes do not wait for their steps: commands are refused then. */
  private static final int MOST_HELD = 500;

  private final ReplicaGroup group;
  private final ReplicaWords words;
  private final Publisher publisher;
  private final Channel updates;
  private final InstantSource clock;
  private final StepPlan plan;
  private final CommonSeeds common = new CommonSeeds();
  private final Map<Long, HeldChange> held = new TreeMap<>();
  private @Nullable Supplier<SeedTable> durable;
  private String checkpointId = "";
  private long checkpointLife = -1;
  private long bases;
  private int changesSinceBase;

  /**
   * @param updates where the ranks read
   */
  public ReplicaControl(
      ReplicaGroup group, ReplicaWords words, Publisher publisher, Channel updates) {
    this.group = group;
    this.words = words;
    this.publisher = publisher;
    this.updates = updates;
    this.clock = words.clock();
    this.plan = new StepPlan(group.leadSteps());
  }

  /** Entries of the stream of updates that hold two bases at least, with what waits before them. */
  public static int mostEntries() {
    return 3 * (BASE_EVERY + MOST_HELD);
  }

  /** Training has come to a step, where the host decides; by one thread, which never waits here. */
  public void reached(long step) {
    plan.reached(step);
  }

  /** What is wrong with the training step that a command names; empty when nothing is. */
  public synchronized Optional<String> fault(@Nullable Object wished) {
    if (held.size() >= MOST_HELD) {
      return Optional.of(
          "%d changes of the layer wait for their training step, or for replicas"
              .formatted(held.size()));
    }
    return plan.fault(wished);
  }

  /**
   * Sets a change to a training step; to be kept with its record, so that it is the same one after
   * a restart.
   *
   * @param wished the step that its command names, or null
   */
  public synchronized long plan(@Nullable Object wished) {
    long step = wished == null ? plan.next() : StepPlan.step(wished);
    plan.planned(step);
    return step;
  }

  /**
   * Takes up a change of an earlier life of the host, whose acknowledgement may be missing; {@link
   * #begin} tells it the replicas.
   *
   * @param then gets what the acknowledgement tells of the ranks, when all have the seeds in force,
   *     or patience is over
   */
  public synchronized void takeUp(ReplicaChange change, Consumer<Map<String, Object>> then) {
    plan.planned(change.atStep());
    common.undo(change);
    hold(change, then);
  }

  /**
   * Tells the replicas how the seeds are, and what still waits.
   *
   * @param found the seeds as they are durable
   * @param now the same, at any later time
   */
  public synchronized void begin(SeedTable found, Supplier<SeedTable> now) {
    common.begin(found);
    durable = now;
    tellAll();
  }

  /**
   * Has every replica put a change in force.
   *
   * @param then as for {@link #takeUp}
   */
  public synchronized void enforce(ReplicaChange change, Consumer<Map<String, Object>> then) {
    tell(hold(change, then).update());
    changesSinceBase++;
    if (changesSinceBase >= BASE_EVERY) {
      tellAll();
    }
  }

  private HeldChange hold(ReplicaChange change, Consumer<Map<String, Object>> then) {
    if (!change.checkpointId().isEmpty()) {
      plan.begin();
      giveUpBefore(change);
    }
    HeldChange next =
        new HeldChange(
            change,
            words.update(change),
            then,
            RankCount.none(group.ranks()),
            change.atStep() == 0 ? clock.instant() : null);
    held.put(change.number(), next);
    return next;
  }

  /** Tells a replica that begins, and with it all others; before {@link #begin} it does nothing. */
  public synchronized void tellAll() {
    if (durable == null) {
      return;
    }
    held.values().forEach(waiting -> tell(waiting.update()));
    bases++;
    tell(words.base(bases, checkpointId, common.all(durable.get())));
    changesSinceBase = 0;
  }

  private void tell(Message message) {
    publisher.publish(Lane.URGENT, updates, List.of(message));
  }

  /** A replica has put an update in force; those of an earlier store are none of ours. */
  public synchronized void heard(ReplicaReport report) {
    HeldChange waiting = held.get(report.number());
    if (waiting == null || waiting.change().hostEpoch() != report.hostEpoch()) {
      return;
    }
    plan.heard(report.step());
    HeldChange counted = waiting.with(report);
    held.put(report.number(), counted);
    if (counted.count().isComplete()) {
      release(counted);
    }
  }

  /** What waits for a step still when another life of the layer begins never takes effect. */
  private void giveUpBefore(ReplicaChange change) {
    long step = plan.reached();
    for (HeldChange waiting : List.copyOf(held.values())) {
      ReplicaChange earlier = waiting.change();
      if (earlier.hostEpoch() < change.hostEpoch() && earlier.atStep() > step) {
        held.remove(earlier.number());
        waiting.then().accept(waiting.count().details());
      }
    }
  }

  private void release(HeldChange done) {
    held.remove(done.change().number());
    common.add(done.change());
    began(done);
    done.then().accept(done.count().details());
  }

  /** A base names a checkpoint only when every rank has gone back to it; it tells of that life. */
  private void began(HeldChange done) {
    ReplicaChange change = done.change();
    if (!change.checkpointId().isEmpty() && change.hostEpoch() > checkpointLife) {
      checkpointLife = change.hostEpoch();
      checkpointId = done.count().isComplete() ? change.checkpointId() : "";
    }
  }

  /** Waits no longer for ranks that say nothing for too long after training has come to a step. */
  public synchronized void giveUpSilentOnes() {
    Instant now = clock.instant();
    long step = plan.reached();
    held.replaceAll((number, waiting) -> waiting.at(step, now));
    List.copyOf(held.values()).stream()
        .filter(waiting -> waiting.isOverdue(now.minus(group.patience())))
        .forEach(this::release);
  }
}
