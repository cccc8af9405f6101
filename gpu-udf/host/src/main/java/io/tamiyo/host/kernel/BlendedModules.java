package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.tamiyo.host.kernel.LayerMap.Module;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The modules of a map in the forward pass: they run as one {@link ModuleBatch}, and their chunks
 * take the place of what the affine map has left there. The batch is rebuilt when other seeds have
 * modules.
 */
final class BlendedModules implements AutoCloseable {

  private final NDManager manager;
  private final ChunkLayout layout;
  private @Nullable Prepared prepared;

  BlendedModules(NDManager manager, ChunkLayout layout) {
    this.manager = manager;
    this.layout = layout;
  }

  /**
   * @param columns for each feature of the layer its column in (y, modules' columns)
   * @param alphas (k, 1, 1)
   */
  private record Prepared(
      List<Module> modules, ModuleBatch batch, NDIndex columns, NDArray alphas) {}

  /**
   * The output of a layer.
   *
   * @param y of the affine map, (rows, features)
   * @param x the layer's input, of the same shape
   */
  NDArray apply(NDArray y, NDArray x, List<Module> modules) {
    Prepared ready = prepare(modules);
    NDArray chunks = ready.batch().chunks(x);
    NDArray changed = ready.batch().apply(chunks).sub(chunks).mul(ready.alphas()).add(chunks);
    return y.concat(ready.batch().columns(changed), 1).get(ready.columns());
  }

  private Prepared prepare(List<Module> modules) {
    Prepared last = prepared;
    if (last != null && last.modules() == modules) {
      return last;
    }
    List<Integer> seeds = modules.stream().map(Module::seed).toList();
    ModuleBatch batch;
    if (last != null && last.batch().seeds().equals(seeds)) {
      batch = last.batch();
      last.alphas().close();
    } else {
      close();
      batch = new ModuleBatch(manager, layout, seeds);
    }
    float[] alphas = new float[modules.size()];
    for (int place = 0; place < alphas.length; place++) {
      alphas[place] = (float) modules.get(place).alpha();
      batch.put(place, modules.get(place).blueprint());
    }
    NDIndex columns =
        last != null && last.batch() == batch
            ? last.columns()
            : new NDIndex(":, {}", batch.manager().create(columns(batch)));
    NDArray strengths = batch.manager().create(alphas, new Shape(alphas.length, 1, 1));
    Prepared ready = new Prepared(modules, batch, columns, strengths);
    prepared = ready;
    return ready;
  }

  private long[] columns(ModuleBatch batch) {
    long[] columns = new long[layout.features()];
    for (int feature = 0; feature < columns.length; feature++) {
      columns[feature] = feature;
    }
    for (int place = 0; place < batch.seeds().size(); place++) {
      int seed = batch.seeds().get(place);
      for (int i = 0; i < layout.size(seed); i++) {
        columns[layout.start(seed) + i] = layout.features() + (long) place * batch.width() + i;
      }
    }
    return columns;
  }

  /** The gradients since the last time, by seed; none if no forward has passed. */
  Map<Integer, double[]> takeGradients() {
    Prepared last = prepared;
    if (last == null) {
      return Map.of();
    }
    Map<Integer, double[]> bySeed = new HashMap<>();
    double[][] gradients = last.batch().gradients();
    for (int place = 0; place < gradients.length; place++) {
      bySeed.put(last.batch().seeds().get(place), gradients[place]);
    }
    return bySeed;
  }

  @Override
  public void close() {
    Prepared last = prepared;
    if (last != null) {
      last.batch().close();
      prepared = null;
    }
  }
}
