package io.tamiyo.host.kernel;

/**
 * Where things lie in the array that a kernel works in: A, B, Σx and Σx², each as long as the layer
 * is wide. They start at different places modulo 4 KiB, since a processor takes a read for one of a
 * value just written when the last 12 bits of their addresses agree, and waits (measured: a loop
 * over eight arrays takes three times as long when they lie 16 KiB apart).
 */
final class SectionLayout {

  private static final int SECTIONS = 4;
  private static final int PAGE = 4096 / Float.BYTES;

  private final int stride;

  SectionLayout(int features) {
    stride = (features + PAGE - 1) / PAGE * PAGE + PAGE / SECTIONS;
  }

  /** From one section to the next. */
  int stride() {
    return stride;
  }

  int scale() {
    return 0;
  }

  int shift() {
    return stride;
  }

  int sum() {
    return 2 * stride;
  }

  int squares() {
    return 3 * stride;
  }

  /** Length of the array. */
  int size() {
    return SECTIONS * stride;
  }
}
