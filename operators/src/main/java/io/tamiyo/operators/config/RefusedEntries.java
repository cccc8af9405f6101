package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.redis.StreamId;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was refused of entries that were read ahead of the input, until the input brings them and
 * they are reported. Of more than {@value #MOST} reasons the log alone tells.
 */
final class RefusedEntries {

  /** Reasons that are kept, with a text each. */
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(RefusedEntries.class);

  private final BroadcastState<String, List<Refusal>> state;

  /**
   * @param state refusals by the id of their entry
   */
  RefusedEntries(BroadcastState<String, List<Refusal>> state) {
    this.state = state;
  }

  /** Keeps what was refused of an entry. */
  void keep(StreamId entry, List<Decoded.Bad> refused) throws Exception {
    if (size() + refused.size() > MOST) {
      leaveToTheLog(entry, refused);
      return;
    }
    state.put(entry.toString(), refused.stream().map(Refusal::of).toList());
  }

  /** Tells of an entry that will have no dead letter. */
  static void leaveToTheLog(StreamId entry, List<Decoded.Bad> refused) {
    LOG.error(
        "Entry {} of the configuration is refused, and will have no dead letter since {} others"
            + " wait for theirs: {}",
        entry,
        MOST,
        refused.get(0).failure().getMessage());
  }

  private int size() throws Exception {
    int size = 0;
    for (Map.Entry<String, List<Refusal>> entry : state.immutableEntries()) {
      size += entry.getValue().size();
    }
    return size;
  }

  /** What was refused of an entry; asked again, nothing. */
  List<Decoded.Bad> take(StreamId entry) throws Exception {
    List<Refusal> refused = state.get(entry.toString());
    if (refused == null) {
      return List.of();
    }
    state.remove(entry.toString());
    return refused.stream().map(Refusal::bad).toList();
  }

  /** Forgets those that the input will not bring, since they are no longer in the stream. */
  void forget() throws Exception {
    if (state.immutableEntries().iterator().hasNext()) {
      state.clear();
    }
  }
}
