package io.tamiyo.host.layer;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts in force what is durable: in this process alone, or in every replica of the layer. */
interface Enforcement {

  /**
   * Puts the seeds of a layer in force as a host finds them when it begins.
   *
   * @param isUsable whether the weights that a seed needs are there
   * @param now the seeds as they are durable at any later time
   */
  void begin(SeedTable found, Predicate<Seed> isUsable, Supplier<SeedTable> now);

  /** A record with what must be durable of how it is put in force. */
  LayerRecord planned(LayerRecord layerRecord);

  /**
   * Puts in force what a record has made durable.
   *
   * @param seeds as the record leaves them, each change of one
   * @param told gets what the acknowledgement tells of it, when that can be told; on any thread
   */
  void enforce(LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told);

  /**
   * The same for a record of an earlier life of the host, whose acknowledgement may be missing;
   * before {@link #begin}.
   */
  void enforceAgain(LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told);

  /** What is wrong with the training step that a command names; empty when nothing is. */
  Optional<String> stepFault(@Nullable Object step);

  /** In this process alone. */
  static Enforcement here(LayerKernel kernel) {
    return new Enforcement() {
      @Override
      public void begin(SeedTable found, Predicate<Seed> isUsable, Supplier<SeedTable> now) {
        found.where(isUsable).forEach(kernel::apply);
      }

      @Override
      public LayerRecord planned(LayerRecord layerRecord) {
        return layerRecord;
      }

      @Override
      public void enforce(
          LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told) {
        seeds.forEach(kernel::apply);
        told.accept(Map.of());
      }

      @Override
      public void enforceAgain(
          LayerRecord layerRecord, List<Seed> seeds, Consumer<Map<String, Object>> told) {
        told.accept(Map.of());
      }

      @Override
      public Optional<String> stepFault(@Nullable Object step) {
        return step == null
            ? Optional.empty()
            : Optional.of("apply_at_step is for layers with replicas; leave it out");
      }
    };
  }
}
