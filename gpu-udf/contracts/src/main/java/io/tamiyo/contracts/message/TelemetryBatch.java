package io.tamiyo.contracts.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several messages in one.
 *
 * @param messages in the order in which they were sent
 * @param compression the sender's label, {@code zstd}, {@code gzip} or null; of the entry it means
 *     nothing, of a claim-checked payload it names the encoding
 * @param batchSize how many messages it stands for; more than {@code messages} when they are
 *     claim-checked
 */
public record TelemetryBatch(
    Header header, List<Message> messages, @Nullable String compression, int batchSize)
    implements Message {

  public TelemetryBatch {
    messages = List.copyOf(messages);
    if (batchSize < 0) {
      throw new IllegalArgumentException("batch_size is negative: " + batchSize);
    }
  }
}
