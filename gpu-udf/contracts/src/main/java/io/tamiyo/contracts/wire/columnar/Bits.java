package io.tamiyo.contracts.wire.columnar;

/** Truth values as bits, the lowest bit of the first byte first. */
final class Bits {

  private Bits() {}

  static boolean areAllSet(boolean[] values) {
    for (boolean value : values) {
      if (!value) {
        return false;
      }
    }
    return true;
  }

  static byte[] pack(boolean[] values) {
    byte[] packed = new byte[packedLength(values.length)];
    for (int i = 0; i < values.length; i++) {
      if (values[i]) {
        packed[i / Byte.SIZE] |= (byte) (1 << (i % Byte.SIZE));
      }
    }
    return packed;
  }

  /** The first {@code count} values; {@code packed} must be as long as {@link #pack} makes it. */
  static boolean[] unpack(byte[] packed, int count) {
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = (packed[i / Byte.SIZE] >> (i % Byte.SIZE) & 1) != 0;
    }
    return values;
  }

  static int packedLength(int count) {
    return (count + Byte.SIZE - 1) / Byte.SIZE;
  }
}
