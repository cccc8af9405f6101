package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.StreamId;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/**
 * Turns entries into records. It runs in the task's thread; records carry the entry's time as their
 * timestamp.
 */
public interface EntryDeserializer<T> extends Serializable {

  /**
   * Called once, before anything else.
   *
   * @param metrics of the source's operator, for what the deserializer counts
   */
  default void open(MetricGroup metrics) {}

  /**
   * Turns an entry into any number of records.
   *
   * @throws Exception if it cannot be read; what follows is the choice of {@link BadEntryPolicy}.
   *     Records already handed out stay out
   */
  void deserialize(StreamEntry entry, Collector<T> out) throws Exception;

  /** Turns a gap into any number of records, so that it can be counted downstream. */
  void gap(StreamGap gap, Collector<T> out);

  /**
   * Called once for every stream after every start or restart, when reading has reached the end
   * that the stream had when the reader got it; at once if it is empty or missing.
   *
   * @param at how far it was read; {@link StreamId#ZERO} where nothing was
   */
  default void caughtUp(String stream, StreamId at, Collector<T> out) {}

  /** The type of the records. */
  TypeInformation<T> getProducedType();
}
