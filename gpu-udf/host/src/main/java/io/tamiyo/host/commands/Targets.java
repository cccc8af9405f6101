package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EmergencyStopCommand;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The seeds that a command is about. */
final class Targets {

  private Targets() {}

  /** Those that the layer has, ascending, for the acknowledgement. */
  static List<Integer> known(SeedTable seeds, Command command) {
    return named(seeds, command).filter(seeds::has).sorted().distinct().toList();
  }

  private static Stream<Integer> named(SeedTable seeds, Command command) {
    if (command instanceof BatchCommand batch) {
      TreeSet<Integer> all = new TreeSet<>();
      batch.commands().stream()
          .filter(part -> !(part instanceof BatchCommand))
          .forEach(part -> all.addAll(known(seeds, part)));
      return all.stream();
    }
    if (command instanceof EmergencyStopCommand stop) {
      Integer seedId = stop.seedId();
      return seedId == null ? seeds.seeds().stream().map(Seed::id) : Stream.of(seedId);
    }
    Integer single = single(command);
    Stream<Integer> fenced = command.fence().targets().stream().map(SeedTarget::seedId);
    return single == null ? fenced : Stream.concat(fenced, Stream.of(single));
  }

  private static @Nullable Integer single(Command command) {
    if (command instanceof BlueprintUpdateCommand update) {
      return update.seedId();
    }
    return command instanceof LifecycleTransitionCommand transition ? transition.seedId() : null;
  }

  /**
   * What is wrong with the targets of a fenced command, whatever the state of the seeds; empty when
   * nothing is.
   *
   * @param single the seed that the command names beside its fence, or null
   */
  static Optional<String> fault(
      SeedTable seeds, String layerId, List<SeedTarget> targets, @Nullable Integer single) {
    if (!layerId.equals(seeds.layerId())) {
      return Optional.of(
          "is for layer \"%s\", but stands in the log of \"%s\""
              .formatted(layerId, seeds.layerId()));
    }
    if (targets.isEmpty()) {
      return Optional.of("its fence names no seed; name every target with its revision");
    }
    int previous = -1;
    for (SeedTarget target : targets) {
      if (!seeds.has(target.seedId())) {
        return Optional.of(
            "seed %d does not exist; layer %s has 0 to %d"
                .formatted(target.seedId(), layerId, seeds.size() - 1));
      }
      if (target.seedId() <= previous) {
        return Optional.of("its targets do not ascend at seed " + target.seedId());
      }
      previous = target.seedId();
    }
    if (single != null && (targets.size() != 1 || targets.get(0).seedId() != single)) {
      return Optional.of("it names seed %d, but its fence other seeds".formatted(single));
    }
    return Optional.empty();
  }

  /** The targets that have changed since the command was decided on: seed to current revision. */
  static Map<String, Object> changedSince(SeedTable seeds, List<SeedTarget> targets) {
    Map<String, Object> changed = new LinkedHashMap<>();
    for (SeedTarget target : targets) {
      Seed seed = seeds.seed(target.seedId());
      if (!seed.revision().equals(target.revision())) {
        changed.put(Integer.toString(seed.id()), seed.revision().toString());
      }
    }
    return changed;
  }
}
