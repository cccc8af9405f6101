package io.tamiyo.host.layer;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.control.LogEnd;
import io.tamiyo.host.redis.RisingNumber;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.telemetry.ProducerIdentity;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** What a host asks of Redis before it begins. */
final class HostBirth {

  private final Jedis jedis;
  private final StreamNames names;

  HostBirth(Jedis jedis, StreamNames names) {
    this.jedis = jedis;
    this.names = names;
  }

  /** This start of a producer. */
  ProducerIdentity identity(String hostId) {
    return new ProducerIdentity(hostId, RisingNumber.draw(jedis, names.producerEpoch()));
  }

  /** The inbound streams of the host's layers, registered for the job. */
  Map<String, String> register(List<String> layerIds) {
    Map<String, String> assigned =
        StreamAssignment.assign(names, jedis.hgetAll(names.layers()), layerIds);
    jedis.hset(names.layers(), assigned);
    return assigned;
  }

  /**
   * The layer as its store has it, or a new one with a host epoch of its own.
   *
   * @throws StoreFailure when the store has another number of seeds, or can't be used
   */
  LayerState layer(LayerStore store, String layerId, int seeds) {
    LayerState found = store.recover().orElse(null);
    if (found == null) {
      long hostEpoch = hostEpoch();
      LayerSnapshot born =
          LayerSnapshot.born(
              layerId, hostEpoch, seeds, LogEnd.of(jedis, names.emergency()).toString());
      store.begin(born);
      return new LayerState(born);
    }
    if (found.seeds().size() != seeds) {
      throw new StoreFailure(
          "layer %s has %d seeds in the store, not %d; start it with --seeds %d, or with another"
                  .formatted(layerId, found.seeds().size(), seeds, found.seeds().size())
              + " store");
    }
    return found;
  }

  /** A life for a layer, after all before. */
  long hostEpoch() {
    return RisingNumber.draw(jedis, names.hostEpoch());
  }
}
