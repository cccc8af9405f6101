package io.tamiyo.contracts.wire.columnar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/**
 * An array of numbers as bytes (RFC 8746), or plain bytes where there is no tag.
 *
 * @param tag the CBOR tag, −1 for none
 * @param bytes the elements, little endian
 */
record TypedArray(int tag, byte[] bytes) {

  static final int NONE = -1;
  static final int SINT8 = 72;
  static final int SINT16 = 77;
  static final int SINT32 = 78;
  static final int SINT64 = 79;
  static final int FLOAT32 = 85;
  static final int FLOAT64 = 86;

  private static final int UINT8 = 64;
  private static final int UINT8_CLAMPED = 68;
  private static final int UINT16 = 69;
  private static final int UINT32 = 70;

  /** Whole numbers in the least width that holds them all. */
  static TypedArray of(long... values) {
    long least = LongStream.of(values).min().orElse(0);
    long greatest = LongStream.of(values).max().orElse(0);
    int tag = narrowest(least, greatest);
    byte[] elements = new byte[values.length * width(tag)];
    ByteBuffer buffer = buffer(elements);
    for (long value : values) {
      switch (tag) {
        case SINT8 -> buffer.put((byte) value);
        case SINT16 -> buffer.putShort((short) value);
        case SINT32 -> buffer.putInt((int) value);
        default -> buffer.putLong(value);
      }
    }
    return new TypedArray(tag, elements);
  }

  /** The bytes one by one, unsigned. */
  static TypedArray ofBytes(byte... values) {
    return new TypedArray(UINT8, values.clone());
  }

  /** float32, or float64 when a finite value is beyond the range of float32. */
  static TypedArray of(double... values) {
    boolean fits = true;
    for (double value : values) {
      fits &= !Double.isFinite(value) || Float.isFinite((float) value);
    }
    byte[] elements = new byte[values.length * (fits ? Float.BYTES : Double.BYTES)];
    ByteBuffer buffer = buffer(elements);
    for (double value : values) {
      if (fits) {
        buffer.putFloat((float) value);
      } else {
        buffer.putDouble(value);
      }
    }
    return new TypedArray(fits ? FLOAT32 : FLOAT64, elements);
  }

  /** Whether the elements are whole numbers of a width that this release reads. */
  boolean holdsIntegers() {
    return switch (tag) {
      case UINT8, UINT8_CLAMPED, UINT16, UINT32, SINT8, SINT16, SINT32, SINT64 -> isWhole();
      default -> false;
    };
  }

  /** Whether the elements are float32 or float64. */
  boolean holdsFloats() {
    return (tag == FLOAT32 || tag == FLOAT64) && isWhole();
  }

  /** The elements, of which {@link #holdsIntegers} must hold. */
  long[] integers() {
    ByteBuffer buffer = buffer(bytes);
    long[] values = new long[bytes.length / width(tag)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tag) {
            case UINT8, UINT8_CLAMPED -> Byte.toUnsignedLong(buffer.get());
            case UINT16 -> Short.toUnsignedLong(buffer.getShort());
            case UINT32 -> Integer.toUnsignedLong(buffer.getInt());
            case SINT8 -> buffer.get();
            case SINT16 -> buffer.getShort();
            case SINT32 -> buffer.getInt();
            default -> buffer.getLong();
          };
    }
    return values;
  }

  /** The elements, of which {@link #holdsFloats} must hold. */
  double[] floats() {
    ByteBuffer buffer = buffer(bytes);
    double[] values = new double[bytes.length / width(tag)];
    for (int i = 0; i < values.length; i++) {
      values[i] = tag == FLOAT32 ? buffer.getFloat() : buffer.getDouble();
    }
    return values;
  }

  private boolean isWhole() {
    return bytes.length % width(tag) == 0;
  }

  private static int narrowest(long least, long greatest) {
    if (least >= Byte.MIN_VALUE && greatest <= Byte.MAX_VALUE) {
      return SINT8;
    }
    if (least >= Short.MIN_VALUE && greatest <= Short.MAX_VALUE) {
      return SINT16;
    }
    return least >= Integer.MIN_VALUE && greatest <= Integer.MAX_VALUE ? SINT32 : SINT64;
  }

  private static int width(int tag) {
    return switch (tag) {
      case UINT16, SINT16 -> Short.BYTES;
      case UINT32, SINT32, FLOAT32 -> Integer.BYTES;
      case SINT64, FLOAT64 -> Long.BYTES;
      default -> Byte.BYTES;
    };
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
