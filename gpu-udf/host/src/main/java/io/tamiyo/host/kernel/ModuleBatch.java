package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.ModuleShape;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The modules of k chunks as one batched product over padded chunks: with c features in the widest
 * chunk and h hidden units, (k, rows, c)·(k, c, h) and back. All weights stand in one tensor (k, P)
 * that gradients are computed by; a chunk that is narrower than the widest has weights of 0 for
 * what it lacks. Memory: 4·k·P bytes, and in a forward 4·rows·k·(5c + 2h) bytes that live as long
 * as the step.
 */
final class ModuleBatch implements AutoCloseable {

  private static final int[] SEEDS_FIRST = {1, 0, 2};

  private final ChunkLayout layout;
  private final List<Integer> seeds;
  private final ModuleShape padded;
  private final NDManager manager;
  private final LearnedTensor weights;
  private final NDIndex gather;
  private final NDIndex gains;
  private final NDIndex inputs;
  private final NDIndex hiddenBiases;
  private final NDIndex outputs;
  private final NDIndex biases;

  /**
   * @param seeds whose modules they are, ascending, one at least
   */
  ModuleBatch(NDManager parent, ChunkLayout layout, List<Integer> seeds) {
    this.layout = layout;
    this.seeds = List.copyOf(seeds);
    padded = ModuleShape.of(seeds.stream().mapToInt(layout::size).max().orElseThrow());
    manager = parent.newSubManager();
    weights = new LearnedTensor(manager, new Shape(seeds.size(), padded.parameters()));
    gather = new NDIndex(":, {}", manager.create(gathered()));
    gains = columns(padded.gainAt(0), padded.inputAt(0, 0));
    inputs = columns(padded.inputAt(0, 0), padded.hiddenBiasAt(0));
    hiddenBiases = columns(padded.hiddenBiasAt(0), padded.outputAt(0, 0));
    outputs = columns(padded.outputAt(0, 0), padded.biasAt(0));
    biases = columns(padded.biasAt(0), padded.parameters());
  }

  private static NDIndex columns(int start, int end) {
    return new NDIndex(":, %d:%d".formatted(start, end));
  }

  /** For each seed the features of its chunk; what it lacks is its first feature again. */
  private long[] gathered() {
    long[] features = new long[seeds.size() * padded.features()];
    for (int place = 0; place < seeds.size(); place++) {
      int seed = seeds.get(place);
      for (int i = 0; i < padded.features(); i++) {
        int within = i < layout.size(seed) ? i : 0;
        features[place * padded.features() + i] = (long) layout.start(seed) + within;
      }
    }
    return features;
  }

  /** The seeds, in the order of the batch. */
  List<Integer> seeds() {
    return seeds;
  }

  /** Features of the widest chunk. */
  int width() {
    return padded.features();
  }

  /** Gives a seed its weights, from the next forward on; gradients begin anew. */
  void put(int place, Blueprint blueprint) {
    weights.renew();
    float[] own = blueprint.weights();
    FloatBuffer target = weights.values();
    int first = place * padded.parameters();
    for (int parameter = 0; parameter < padded.parameters(); parameter++) {
      target.put(first + parameter, 0);
    }
    int[] places = places(blueprint.features());
    for (int parameter = 0; parameter < own.length; parameter++) {
      target.put(first + places[parameter], own[parameter]);
    }
  }

  /** Where the weights of a chunk of a width stand in the row of its seed. */
  private int[] places(int features) {
    ModuleShape own = ModuleShape.of(features);
    int[] places = new int[own.parameters()];
    for (int unit = 0; unit < own.hidden(); unit++) {
      places[own.hiddenBiasAt(unit)] = padded.hiddenBiasAt(unit);
    }
    for (int feature = 0; feature < features; feature++) {
      places[own.gainAt(feature)] = padded.gainAt(feature);
      places[own.biasAt(feature)] = padded.biasAt(feature);
      for (int unit = 0; unit < own.hidden(); unit++) {
        places[own.inputAt(feature, unit)] = padded.inputAt(feature, unit);
        places[own.outputAt(unit, feature)] = padded.outputAt(unit, feature);
      }
    }
    return places;
  }

  /** The chunks of all seeds out of a layer's input (rows, features), as (k, rows, c). */
  NDArray chunks(NDArray x) {
    return x.get(gather).reshape(-1, seeds.size(), padded.features()).transpose(SEEDS_FIRST);
  }

  /** The opposite of {@link #chunks}, as (rows, k·c). */
  NDArray columns(NDArray chunks) {
    return chunks.transpose(SEEDS_FIRST).reshape(-1, (long) seeds.size() * padded.features());
  }

  /** What the modules make of chunks (k, rows, c), of the same shape. */
  NDArray apply(NDArray chunks) {
    NDManager step = chunks.getManager();
    int c = padded.features();
    int h = padded.hidden();
    NDArray hidden = chunks.matMul(part(step, inputs, c, h)).add(part(step, hiddenBiases, 1, h));
    return Activation.relu(hidden)
        .matMul(part(step, outputs, h, c))
        .add(part(step, biases, 1, c))
        .add(chunks.mul(part(step, gains, 1, c)));
  }

  private NDArray part(NDManager step, NDIndex columns, int rows, int width) {
    return weights.leaf().get(step, columns).reshape(seeds.size(), rows, width);
  }

  /**
   * The gradient by the weights of each seed since the last time, in the order of its kind. The
   * next forward begins anew, or one that is NaN would stay for ever.
   */
  double[][] gradients() {
    float[] read = new float[seeds.size() * padded.parameters()];
    weights.readGradient(read);
    weights.renew();
    double[][] gradients = new double[seeds.size()][];
    for (int place = 0; place < seeds.size(); place++) {
      int[] places = places(layout.size(seeds.get(place)));
      double[] gradient = new double[places.length];
      for (int parameter = 0; parameter < places.length; parameter++) {
        gradient[parameter] = read[place * padded.parameters() + places[parameter]];
      }
      gradients[place] = gradient;
    }
    return gradients;
  }

  /** Keeps what outlives a step. */
  NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    weights.close();
    manager.close();
  }
}
