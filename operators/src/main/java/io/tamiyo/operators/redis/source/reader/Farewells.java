package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.source.ForgetOptions;
import io.tamiyo.operators.redis.source.StreamEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes leave of the layers of which nothing but the job's own entries was read for long. It is
 * asked in the ticker's thread, which alone ticks for these layers, so that a farewell is the last
 * entry of the job's about its layer.
 */
final class Farewells {
  private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);

  private final ForgetOptions options;
  private final LayerClocks clocks;

  Farewells(ForgetOptions options, LayerClocks clocks) {
    this.options = options;
    this.clocks = clocks;
  }

  /**
   * Notes an entry that was read.
   *
   * @param layer its layer, or null where it does not say, which may be any of its stream
   */
  void observe(StreamEntry entry, @Nullable String layer) {
    boolean alive = options.entry().isSignOfLife(entry);
    if (layer != null) {
      clocks.read(layer, entry, alive);
    } else if (alive) {
      clocks.readOfAny(entry);
    }
  }

  /** Forgets the layers that are due, unless Redis has news of them that were not read yet. */
  void look(RedisConnection open) {
    for (LayerClocks.Gone gone : clocks.gone(options.after().toMillis())) {
      boolean forgotten =
          options
              .registry()
              .forget(
                  open,
                  gone.layer(),
                  options.entry().farewell(gone.layer(), gone.stream()),
                  gone.lastRead());
      if (forgotten) {
        clocks.forget(gone.layer());
        LOG.info(
            "layer {} is forgotten: there was no sign of life of it for {} ms",
            gone.layer(),
            gone.silentMs());
      }
    }
  }
}
