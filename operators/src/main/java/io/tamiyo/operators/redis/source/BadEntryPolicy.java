package io.tamiyo.operators.redis.source;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.util.Collector;

/** What happens to an entry that cannot be deserialized. It is counted in any case. */
@FunctionalInterface
public interface BadEntryPolicy<T> extends Serializable {

  /**
   * Handles the entry.
   *
   * @param out takes what stands for the entry downstream, such as a dead letter
   * @throws IOException if the job shall fail
   */
  void handle(StreamEntry entry, Exception cause, Collector<T> out) throws IOException;

  /** The job fails, naming stream and id. */
  static <T> BadEntryPolicy<T> fail() {
    return (entry, cause, out) -> {
      throw new IOException(
          "entry %s of %s cannot be read: %s".formatted(entry.id(), entry.stream(), cause), cause);
    };
  }

  /** The entry is passed over. */
  static <T> BadEntryPolicy<T> skip() {
    return (entry, cause, out) -> {};
  }
}
