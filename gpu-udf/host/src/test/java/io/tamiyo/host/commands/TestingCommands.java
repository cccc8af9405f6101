package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.host.seeds.Seed;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands of job epoch 1 for the layer {@link #LAYER}. */
public final class TestingCommands {

  public static final String LAYER = "layer-1";
  public static final long HOST_EPOCH = 7;

  private static final int TIMEOUT_MS = 5000;

  private TestingCommands() {}

  /** A transition without force of seeds as they are. */
  public static LifecycleTransitionCommand transition(String id, SeedState to, Seed... seeds) {
    SeedTarget[] targets =
        Stream.of(seeds)
            .map(seed -> new SeedTarget(seed.id(), seed.revision()))
            .toArray(SeedTarget[]::new);
    return transition(id, to, false, targets);
  }

  /** A transition of these targets. */
  public static LifecycleTransitionCommand transition(
      String id, SeedState to, boolean force, SeedTarget... targets) {
    return transition(LAYER, id, null, to, force, new Fence(1, List.of(targets)));
  }

  /** Any transition. */
  public static LifecycleTransitionCommand transition(
      String layerId,
      String id,
      @Nullable Integer seedId,
      SeedState to,
      boolean force,
      Fence fence) {
    return new LifecycleTransitionCommand(
        header(id),
        layerId,
        seedId,
        to,
        Map.of(),
        Priority.NORMAL,
        TIMEOUT_MS,
        force,
        "test",
        fence,
        "1-1");
  }

  /** Another blueprint for a seed as it is. */
  public static BlueprintUpdateCommand blueprint(String id, String blueprintId, Seed seed) {
    return new BlueprintUpdateCommand(
        header(id),
        LAYER,
        seed.id(),
        blueprintId,
        GraftingStrategy.SAFE,
        Map.of(),
        true,
        Map.of("accuracy", 0.5),
        Priority.NORMAL,
        TIMEOUT_MS,
        new Fence(1, List.of(new SeedTarget(seed.id(), seed.revision()))),
        "1-1");
  }

  /** A stop by people, without a fence. */
  public static EmergencyStopCommand stop(
      String id, @Nullable String layerId, @Nullable Integer seedId) {
    return stop(id, layerId, seedId, Fence.NONE);
  }

  /** A stop with a fence. */
  public static EmergencyStopCommand stop(
      String id, @Nullable String layerId, @Nullable Integer seedId, Fence fence) {
    return new EmergencyStopCommand(
        header(id), layerId, seedId, "smoke", Priority.CRITICAL, TIMEOUT_MS, fence, "1-1");
  }

  /** Several commands as one. */
  public static BatchCommand batch(
      String id, boolean atomic, boolean stopOnError, Command... commands) {
    return new BatchCommand(
        header(id),
        List.of(commands),
        atomic,
        stopOnError,
        Priority.NORMAL,
        TIMEOUT_MS,
        LAYER,
        new Fence(1, List.of()),
        "1-1");
  }

  /** A marker in the log of {@link #LAYER}. */
  public static EpochStarted marker(long jobEpoch) {
    return new EpochStarted(header("marker-" + jobEpoch), LAYER, jobEpoch, "job");
  }

  /** A seed at a revision of {@link #HOST_EPOCH}. */
  public static SeedTarget target(int seedId, long revision) {
    return new SeedTarget(seedId, new Revision(HOST_EPOCH, revision));
  }

  private static Header header(String id) {
    return Header.of(id, 1, "test");
  }
}
