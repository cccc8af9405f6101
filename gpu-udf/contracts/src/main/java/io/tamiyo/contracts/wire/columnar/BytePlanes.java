package io.tamiyo.contracts.wire.columnar;

/**
 * The bytes of an array of numbers, all first bytes, then all second ones, and so on. Neighbouring
 * measurements have much the same sign and exponent, so that these planes compress where the
 * numbers themselves do not.
 */
final class BytePlanes {

  private BytePlanes() {}

  /** The planes of elements of {@code width} bytes. */
  static byte[] split(byte[] elements, int width) {
    int rows = elements.length / width;
    byte[] planes = new byte[elements.length];
    for (int row = 0; row < rows; row++) {
      for (int plane = 0; plane < width; plane++) {
        planes[plane * rows + row] = elements[row * width + plane];
      }
    }
    return planes;
  }

  /** The elements of {@link #split}. */
  static byte[] join(byte[] planes, int width) {
    int rows = planes.length / width;
    byte[] elements = new byte[planes.length];
    for (int row = 0; row < rows; row++) {
      for (int plane = 0; plane < width; plane++) {
        elements[row * width + plane] = planes[plane * rows + row];
      }
    }
    return elements;
  }
}
