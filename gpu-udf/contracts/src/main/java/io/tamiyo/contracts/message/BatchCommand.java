package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Fence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several commands as one.
 *
 * @param commands in the order in which they are applied
 * @param atomic whether all are applied or none
 * @param stopOnError whether, when not atomic, a failure ends the batch
 * @param layerId the layer in whose control log it stands; null on the python-1.0 wire
 */
public record BatchCommand(
    Header header,
    List<Command> commands,
    boolean atomic,
    boolean stopOnError,
    Priority priority,
    int timeoutMs,
    @NativeOnly @Nullable String layerId,
    @NativeOnly Fence fence,
    @NativeOnly String cause)
    implements Command {

  public BatchCommand {
    commands = List.copyOf(commands);
    if (timeoutMs <= 0) {
      throw new IllegalArgumentException("timeout_ms is not positive: " + timeoutMs);
    }
  }

  @Override
  public BatchCommand withJobEpoch(long epoch) {
    return new BatchCommand(
        header,
        commands,
        atomic,
        stopOnError,
        priority,
        timeoutMs,
        layerId,
        fence.withJobEpoch(epoch),
        cause);
  }
}
