package io.tamiyo.contracts.message;

import org.jspecify.annotations.Nullable;

/**
 * A kind of command that this release does not know: a record that implements this is made known to
 * the wire by a {@link MessageTypes.Provider}, and to hosts by a processor of theirs. Its fence
 * names the seeds that it may change.
 */
public non-sealed interface CustomCommand extends Command {

  /** The layer in whose control log it stands. */
  @Override
  @Nullable String layerId();
}
