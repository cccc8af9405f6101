package io.tamiyo.operators.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What ingest should know of a layer: every sequence that has arrived, in sets. */
final class ArrivalsModel {

  private static final class Start {
    final Set<Long> sequences = new HashSet<>();
    long lastTime;
  }

  private static final class Producer {
    final Map<Long, Start> starts = new HashMap<>();
    long forgotten = Long.MIN_VALUE;
  }

  private final int maxProducers;

  /** Longest silent first. */
  private final Map<String, Producer> producers = new LinkedHashMap<>();

  ArrivalsModel(int maxProducers) {
    this.maxProducers = maxProducers;
  }

  boolean isNew(String name, long epoch, long sequence, long time) {
    Producer producer = producers.getOrDefault(name, new Producer());
    if (!producer.starts.containsKey(epoch) && !begins(producer, epoch, time)) {
      return false;
    }
    Start start = producer.starts.computeIfAbsent(epoch, unused -> new Start());
    if (!start.sequences.add(sequence)) {
      return false;
    }
    start.lastTime = time;
    producers.remove(name);
    producers.put(name, producer);
    if (producers.size() > maxProducers) {
      producers.remove(producers.keySet().iterator().next());
    }
    return true;
  }

  /**
   * Whether a start that is not remembered can be a new one; then some older ones are forgotten.
   */
  private static boolean begins(Producer producer, long epoch, long time) {
    List<Long> newestFirst = new ArrayList<>(producer.starts.keySet());
    newestFirst.add(epoch);
    newestFirst.sort((a, b) -> Long.compare(b, a));
    long forgotten = producer.forgotten;
    for (int i = 1; i < newestFirst.size(); i++) {
      long each = newestFirst.get(i);
      Start start = producer.starts.get(each);
      boolean silent = start != null && time - start.lastTime > ProducerArrivals.EPOCH_RETENTION_MS;
      if (i >= ProducerArrivals.MAX_EPOCHS || silent) {
        forgotten = Math.max(forgotten, each);
      }
    }
    if (epoch <= forgotten) {
      return false;
    }
    producer.forgotten = forgotten;
    long bound = forgotten;
    producer.starts.keySet().removeIf(each -> each <= bound);
    return true;
  }
}
