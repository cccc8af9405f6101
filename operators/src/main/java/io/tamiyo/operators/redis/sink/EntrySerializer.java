package io.tamiyo.operators.redis.sink;

import java.io.Serializable;
import java.util.Optional;

/** Turns a record into the entry to append. */
@FunctionalInterface
public interface EntrySerializer<T> extends Serializable {

  /** The entry of a record. It runs in the task's thread. */
  StreamAppend serialize(T element);

  /**
   * What is appended in the place of an entry whose stream can't be written to: its key holds
   * something else, or is not granted to us. It runs in the writer's thread.
   *
   * @param why what Redis says
   * @return empty where the job must fail instead, as it does by default
   */
  default Optional<StreamAppend> instead(StreamAppend refused, String why) {
    return Optional.empty();
  }
}
