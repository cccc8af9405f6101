package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Fence;

/**
 * Stands in a batch for a command that could not be read, so that its neighbours are not lost with
 * it. Nobody sends it, and it is never applied.
 *
 * @param header with what could be read of its id; empty otherwise
 * @param reason kind of fault, in lower case
 * @param detail what was found and expected, and where
 */
@NativeOnly
public record UnreadableCommand(Header header, String reason, String detail) implements Command {

  @Override
  public Fence fence() {
    return Fence.NONE;
  }

  @Override
  public Priority priority() {
    return Priority.NORMAL;
  }

  @Override
  public int timeoutMs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String cause() {
    return "";
  }

  @Override
  public UnreadableCommand withJobEpoch(long epoch) {
    return this;
  }
}
