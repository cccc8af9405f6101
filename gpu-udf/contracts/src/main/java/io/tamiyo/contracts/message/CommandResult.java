package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of one copy of a command. The python-1.0 wire has no header for it, and names
 * the command in {@code metadata.correlation_id}.
 *
 * @param success whether the seeds are now as the command wanted them
 * @param executionTimeMs from reading the command to its outcome
 * @param error what was wrong, or null
 * @param details anything else, or null
 * @param metadata python-1.0: correlation_id and command_type; it is the header's, and one is taken
 *     for the other when only that is given
 * @param layerId the layer whose control log held the command
 * @param commandId the command
 * @param jobEpoch the incarnation that sent this copy; only that copy is closed
 * @param outcome what became of it
 * @param seeds every target as it is now; of a rejected one too
 */
public record CommandResult(
    @NativeOnly Header header,
    boolean success,
    double executionTimeMs,
    @Nullable String error,
    @Measured @Nullable Map<String, Object> details,
    Map<String, Object> metadata,
    @NativeOnly @Nullable String layerId,
    @NativeOnly String commandId,
    @NativeOnly long jobEpoch,
    @NativeOnly Outcome outcome,
    @NativeOnly List<SeedOutcome> seeds)
    implements Message {

  public CommandResult {
    details = Copies.jsonOrNull(details);
    metadata = metadata.isEmpty() ? header.metadata() : Copies.json(metadata);
    header = header.withMetadata(metadata);
    seeds = List.copyOf(seeds);
  }
}
