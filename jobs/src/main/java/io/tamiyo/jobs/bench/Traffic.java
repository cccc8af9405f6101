package io.tamiyo.jobs.bench;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.redis.source.FieldShape;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Entries of many producers in the order in which they arrive, each a pure function of its index.
 * The producers take turns, and two that follow each other are of different layers. A producer's
 * arrivals come in blocks of ten: nine sequences, one of them twice, and in every second block one
 * ahead of its predecessor.
 *
 * @param layers how many
 * @param producersPerLayer how many in each
 */
record Traffic(int layers, int producersPerLayer) implements Serializable {

  /** Arrivals of a producer in a block. */
  static final int BLOCK = 10;

  /** Distinct ones among them. */
  static final int DISTINCT = BLOCK - 1;

  /** A layer's clock begins here, milliseconds. */
  private static final long START_MS = 1_700_000_000_000L;

  /** Entries in a millisecond of the layers' clock. */
  private static final int PER_MS = 500;

  private static final int PRODUCER_EPOCH = 7;

  /** The offsets of a block's sequences in the order of their arrival. */
  private static final int[][] PATTERNS = {
    {0, 1, 2, 3, 3, 4, 5, 6, 7, 8},
    {0, 2, 1, 3, 4, 5, 6, 6, 7, 8},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 0},
    {0, 1, 2, 3, 5, 4, 5, 6, 7, 8},
  };

  Traffic {
    if (layers < 1 || producersPerLayer < 1 || producersPerLayer > 64) {
      throw new IllegalArgumentException(
          "%d layers with %d producers each; give at least one layer and 1 to 64 producers"
              .formatted(layers, producersPerLayer));
    }
  }

  /** How many producers there are. */
  int producers() {
    return layers * producersPerLayer;
  }

  /** The whole number of blocks of all producers that is nearest to so many entries. */
  long wholeBlocks(double entries) {
    long block = (long) BLOCK * producers();
    return Math.max(1, Math.round(entries / block)) * block;
  }

  /** How many of so many entries, whole blocks, are no duplicates. */
  long distinct(long entries) {
    return entries / BLOCK * DISTINCT;
  }

  /** The producer of an arrival. */
  int producer(long index) {
    return (int) (index % producers());
  }

  /** The sequence of an arrival. */
  long sequence(long index) {
    long turn = index / producers();
    long block = turn / BLOCK;
    int[] pattern = PATTERNS[(int) ((block + producer(index)) % PATTERNS.length)];
    return block * DISTINCT + pattern[(int) (turn % BLOCK)] + 1;
  }

  /** What every entry holds: the report of a service that all is well. */
  static Message message() {
    return new Heartbeat(
        Header.of("00000000-0000-4000-8000-000000000000", START_MS / 1000.0, "bench/ingestion"),
        "worker",
        12.5,
        Map.of("steps", 1000.0),
        "healthy",
        Map.of("cpu", 0.5, "memory", 0.25),
        null);
  }

  /** Makes the entries; what an entry shares with others of its producer is made once. */
  Entries entries() {
    List<FieldMap> fields = new ArrayList<>(producers());
    StreamNames names = StreamNames.unnamed();
    List<String> streams = new ArrayList<>(layers);
    List<String> ids = new ArrayList<>(layers);
    for (int layer = 0; layer < layers; layer++) {
      ids.add("encoder.layer-" + layer);
      streams.add(names.inbound(ids.get(layer)));
    }
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      for (int producer = 0; producer < producers(); producer++) {
        String layer = ids.get(producer % layers);
        EntryHeader place =
            new EntryHeader(
                "Heartbeat", layer, "host-" + producer, PRODUCER_EPOCH, 1, 1, null, null);
        fields.add(FieldMap.of(writer.write(place, List.of(message()))));
      }
    }
    return new Entries(this, ids, streams, fields);
  }

  /**
   * Entries by their index.
   *
   * @param shared the fields of each producer, which are alike but for their values
   */
  record Entries(
      Traffic traffic, List<String> layers, List<String> streams, List<FieldMap> shared) {

    InboundEntry at(long index) {
      int producer = traffic.producer(index);
      int layer = producer % layers.size();
      byte[] sequence = Long.toString(traffic.sequence(index)).getBytes(StandardCharsets.US_ASCII);
      return new InboundEntry(
          layers.get(layer),
          streams.get(layer),
          START_MS + index / PER_MS,
          index % PER_MS,
          withSequence(shared.get(producer), sequence));
    }

    private FieldMap withSequence(FieldMap fields, byte[] sequence) {
      FieldShape shape = shared.get(0).shape();
      byte[][] values = new byte[shape.size()][];
      for (int i = 0; i < values.length; i++) {
        values[i] = shape.name(i).equals(EntryFields.SEQUENCE) ? sequence : fields.value(i);
      }
      return new FieldMap(shape, values);
    }
  }
}
