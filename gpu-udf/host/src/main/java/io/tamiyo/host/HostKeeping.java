package io.tamiyo.host;

import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.LayerPoint;
import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.WeightFiles;
import io.tamiyo.host.training.TrainedKernel;
import io.tamiyo.host.training.TrainedLayers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps what seeds have learned: takes copies on the training thread, which costs a copy of the
 * weights, and has the thread of the host write them.
 */
final class HostKeeping {

  private static final String PREFIX = "cp-";

  /** What an id has behind its prefix, if it is one of ours. */
  private static final Pattern NUMBER = Pattern.compile(PREFIX + "(\\d{1,18})");

  /** More wait for a disk that is slow; the next ones are left out, and counted as a failure. */
  private static final int MOST_WAITING = 4;

  private final List<HostedLayer> layers;
  private final TrainedLayers training;
  private final HostWork work;
  private final CheckpointStore checkpoints;
  private final int liveEpochs;
  private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
  private final HostWork.Job keepLive;
  private final HostWork.Job keepCheckpoints;
  private final HostWork.Job collect;

  /** What is cleared of old weights; empty if others may need them. */
  private final Optional<WeightFiles> weights;

  /** By layer, what is to be written next; replaced as a whole. */
  private volatile List<List<LiveWeights>> live = List.of();

  private boolean learned;
  private int epochs;

  /** Ids rise over restarts, whatever the clock does: the greatest is the latest. */
  private long lastId;

  /** A checkpoint that is not written yet. */
  private record Taken(String id, List<LayerCheckpoint> layers) {}

  HostKeeping(
      List<HostedLayer> layers,
      TrainedLayers training,
      HostWork work,
      HostStores stores,
      int liveEpochs) {
    this.layers = layers;
    this.training = training;
    this.work = work;
    this.checkpoints = stores.checkpoints();
    this.weights = stores.hasOtherLayers() ? Optional.empty() : stores.weights();
    this.liveEpochs = liveEpochs;
    this.lastId = checkpoints.ids().stream().mapToLong(HostKeeping::number).max().orElse(0);
    this.keepLive = work.job("live weights", this::keepLive);
    this.collect = work.job("the end of old weights", this::collect);
    this.keepCheckpoints = work.job("a checkpoint", this::keepCheckpoints);
  }

  private static long number(String id) {
    Matcher ours = NUMBER.matcher(id);
    return ours.matches() ? Long.parseLong(ours.group(1)) : 0;
  }

  /**
   * @param changed whether weights of seeds began or ceased to count
   */
  void endStep(boolean changed) {
    if (changed) {
      takeLive();
    }
  }

  void endEpoch() {
    epochs++;
    if (epochs % liveEpochs == 0) {
      takeLive();
      collect.ask();
    }
  }

  private void takeLive() {
    List<List<LiveWeights>> latest =
        layers.stream().map(layer -> layer.kernel().layer().liveWeights()).toList();
    boolean learns = latest.stream().anyMatch(layer -> !layer.isEmpty());
    if (learns || learned) {
      live = latest;
      keepLive.ask();
    }
    learned = learns;
  }

  private void keepLive() {
    List<List<LiveWeights>> latest = live;
    for (int place = 0; place < latest.size(); place++) {
      layers.get(place).kernel().keepLive(latest.get(place));
    }
  }

  /** Lets weights go that neither layers name nor checkpoints that are not written yet. */
  private void collect() {
    if (weights.map(WeightFiles::isOutgrown).orElse(true)) {
      Set<String> named = new HashSet<>();
      collect(0, named);
    }
  }

  /** With all layers held: weights are kept for all of them in one place. */
  private void collect(int place, Set<String> named) {
    if (place < layers.size()) {
      LayerRuntime layer = layers.get(place).runtime();
      layer.withNames(
          names -> {
            named.addAll(names);
            collect(place + 1, named);
          });
      return;
    }
    taken.stream().flatMap(next -> next.layers().stream()).forEach(next -> addNames(next, named));
    weights.ifPresent(files -> files.retain(named));
    layers.forEach(layer -> layer.kernel().retain(named));
  }

  private static void addNames(LayerCheckpoint checkpoint, Set<String> named) {
    for (Seed seed : checkpoint.seeds().seeds()) {
      String id = seed.blueprintId();
      if (id != null) {
        named.add(id);
      }
    }
  }

  /** Takes a checkpoint; on the training thread. */
  String checkpoint() {
    lastId = Math.max(lastId + 1, System.currentTimeMillis());
    String id = PREFIX + lastId;
    if (training.takeChanges()) {
      takeLive();
    }
    if (taken.size() >= MOST_WAITING) {
      work.failed("checkpoint " + id, new StoreFailure("the ones before are not written yet"));
      return id;
    }
    taken.add(new Taken(id, layers.stream().map(this::take).toList()));
    keepCheckpoints.ask();
    return id;
  }

  /** The seeds first: weights of an origin that is no longer theirs are left out. */
  private LayerCheckpoint take(HostedLayer layer) {
    TrainedKernel kernel = layer.kernel();
    LayerPoint point = layer.runtime().point();
    return new LayerCheckpoint(
        kernel.layer().layout().features(),
        training.trainingEpoch(),
        point.recordNumber(),
        point.seeds(),
        kernel.layer().liveWeights(),
        Map.of());
  }

  private void keepCheckpoints() {
    for (Taken next = taken.peek(); next != null; next = taken.peek()) {
      try {
        keep(next);
      } finally {
        taken.remove();
      }
    }
  }

  private void keep(Taken next) {
    Map<String, LayerCheckpoint> byLayer = new LinkedHashMap<>();
    for (int place = 0; place < layers.size(); place++) {
      LayerCheckpoint bare = next.layers().get(place);
      TrainedKernel kernel = layers.get(place).kernel();
      byLayer.put(bare.seeds().layerId(), bare.withKept(kernel.kept(bare.seeds())));
    }
    checkpoints.put(next.id(), byLayer);
    for (HostedLayer layer : layers) {
      long bytes = checkpoints.bytes(next.id(), layer.runtime().layerId());
      layer.runtime().tellSaved(next.id(), bytes);
    }
  }

  List<String> checkpoints() {
    return checkpoints.ids();
  }

  /** Puts the layers back; on the training thread, which waits for the thread of the host. */
  void restore(String id, HostProcess process) {
    work.await(
        () -> {
          Map<String, LayerCheckpoint> found = checkpoints.get(id);
          layers.forEach(layer -> requireFits(id, layer, found));
          live = List.of();
          process.rewind(id, found, layerId -> checkpoints.bytes(id, layerId));
        });
  }

  /** Puts in force what {@link #restore} has asked for. */
  void restored() {
    training.takeChanges();
    takeLive();
  }

  private static void requireFits(
      String id, HostedLayer layer, Map<String, LayerCheckpoint> found) {
    String layerId = layer.runtime().layerId();
    LayerCheckpoint checkpoint = found.get(layerId);
    if (checkpoint == null) {
      throw new StoreFailure(
          "checkpoint %s has no layer %s; it has %s".formatted(id, layerId, found.keySet()));
    }
    int features = layer.kernel().layer().layout().features();
    checkpoint.requireShape(id, features, layer.runtime().seeds());
  }
}
