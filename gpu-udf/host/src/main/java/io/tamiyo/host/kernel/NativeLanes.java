package io.tamiyo.host.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import jdk.internal.vm.vector.VectorSupport;
import sun.nio.ch.DirectBuffer;

/**
 * Vectors from and to memory outside the heap, by its address. The Vector API of JDK 17 reaches
 * such memory through byte buffers only, and reads three fields of the buffer at each access, since
 * every store could have changed them (measured: a pass over 4 MiB takes 430 µs, this way 180 µs).
 * So this class calls what that API itself is made of, which needs two packages that JDK 17 does
 * not export: {@value KernelKind#VECTOR_OPTIONS}.
 *
 * <p>Nothing is checked: whoever calls must know that the memory is there.
 */
final class NativeLanes {

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Bytes of a vector. */
  static final int BYTES = FLOATS.vectorByteSize();

  private static final Class<? extends FloatVector> VECTOR =
      FLOATS.vectorType().asSubclass(FloatVector.class);
  private static final int LANES = FLOATS.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private NativeLanes() {}

  /** Where the memory of a direct buffer begins; it is there as long as the buffer is. */
  static long address(ByteBuffer memory) {
    return ((DirectBuffer) memory).address();
  }

  /**
   * Reads a vector.
   *
   * @param memory holds the address, and is read where the JVM has not compiled the caller yet
   * @param start of the memory
   */
  static FloatVector load(ByteBuffer memory, long start, long address) {
    return VectorSupport.load(
        VECTOR,
        float.class,
        LANES,
        null,
        address,
        memory,
        (int) (address - start),
        species(),
        (buffer, at, species) -> FloatVector.fromByteBuffer(FLOATS, buffer, at, ORDER));
  }

  /**
   * Writes a vector.
   *
   * @param memory holds the address, and is written where the JVM has not compiled the caller yet
   * @param start of the memory
   */
  static void store(ByteBuffer memory, long start, long address, FloatVector vector) {
    VectorSupport.store(
        VECTOR,
        float.class,
        LANES,
        null,
        address,
        vector,
        memory,
        (int) (address - start),
        (buffer, at, lanes) -> lanes.intoByteBuffer(buffer, at, ORDER));
  }

  private static VectorSupport.VectorSpecies<Float> species() {
    return (VectorSupport.VectorSpecies<Float>) (Object) FLOATS;
  }
}
