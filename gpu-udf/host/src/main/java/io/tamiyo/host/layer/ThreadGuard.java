package io.tamiyo.host.layer;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of a host's threads that break off by what nobody foresaw, such as a lack of memory. A host
 * in somebody's process must not go on with half of its threads as if nothing were: all its layers
 * are the identity from then on, and count a failure that their reports and signs of life carry as
 * long as a thread is left to send them.
 *
 * <p>Then the default handler of the process hears of it, if there is one.
 */
final class ThreadGuard implements Thread.UncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadGuard.class);

  private final List<LayerRuntime> layers;

  ThreadGuard(List<LayerRuntime> layers) {
    this.layers = List.copyOf(layers);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    layers.forEach(
        layer -> layer.breakOff("the thread \"%s\" broke off".formatted(thread.getName()), thrown));
    Thread.UncaughtExceptionHandler process = Thread.getDefaultUncaughtExceptionHandler();
    if (process == null) {
      LOG.error("the thread \"{}\" of the host broke off", thread.getName(), thrown);
      return;
    }
    process.uncaughtException(thread, thrown);
  }
}
