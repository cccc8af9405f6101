package io.tamiyo.operators.redis.sink;

import java.io.Serializable;

/** Turns a record into the entry to append. It runs in the task's thread. */
@FunctionalInterface
public interface EntrySerializer<T> extends Serializable {
  StreamAppend serialize(T element);
}
