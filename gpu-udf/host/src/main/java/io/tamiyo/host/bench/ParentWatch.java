package io.tamiyo.host.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Ends this JVM with its parent, which holds the other end of its standard input. */
final class ParentWatch {

  private ParentWatch() {}

  static void start() {
    Thread watch = new Thread(ParentWatch::endWithTheParent, "parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static void endWithTheParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }
}
