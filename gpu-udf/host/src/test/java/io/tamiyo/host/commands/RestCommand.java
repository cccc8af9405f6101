package io.tamiyo.host.commands;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CustomCommand;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.List;
import java.util.Map;

/**
 * Somebody's own kind of command: what has germinated rests.
 *
 * @param mood decides how its processor behaves
 */
public record RestCommand(
    Header header,
    String layerId,
    String mood,
    Priority priority,
    int timeoutMs,
    Fence fence,
    String cause)
    implements CustomCommand {

  @Override
  public RestCommand withJobEpoch(long epoch) {
    return new RestCommand(
        header, layerId, mood, priority, timeoutMs, fence.withJobEpoch(epoch), cause);
  }

  /** Makes the kind known to the wire. */
  public static final class Kind implements MessageTypes.Provider {
    @Override
    public List<Class<? extends Message>> messageTypes() {
      return List.of(RestCommand.class);
    }
  }

  /** Decides on it. */
  public static final class Processor implements CommandProcessor<RestCommand> {

    @Override
    public Class<RestCommand> kind() {
      return RestCommand.class;
    }

    @Override
    public Verdict decide(RestCommand command, List<Seed> targets, SeedReadings readings) {
      return switch (command.mood()) {
        case "gentle" -> entering(targets, SeedState.CANCELLED);
        case "lawless" -> entering(targets, SeedState.FOSSILIZED);
        case "greedy" ->
            new Verdict.Change(List.of(Seed.dormant(9, 1).entering(SeedState.GERMINATED)));
        case "angry" -> throw new IllegalStateException("no");
        default -> new Verdict.Refusal("not in this mood", Map.of("moods", List.of("gentle")));
      };
    }

    private static Verdict entering(List<Seed> targets, SeedState state) {
      return new Verdict.Change(targets.stream().map(seed -> seed.entering(state)).toList());
    }
  }
}
