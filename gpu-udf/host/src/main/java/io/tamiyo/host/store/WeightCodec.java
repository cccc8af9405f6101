package io.tamiyo.host.store;

import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A blueprint as bytes, big-endian: the magic {@code TMYW}, the version of the format (1), the code
 * of the kind, the features, how many weights there are, 4 bytes each; then the weights as floats,
 * then CRC-32C over all before.
 *
 * <p>The first format, which is still read, had neither magic nor kind: scales, shifts, CRC-32C. No
 * such file can be taken for a new one, unless its first scale is 3.6·10¹² and four more are as
 * good as zero.
 */
final class WeightCodec {

  private static final int MAGIC = 0x544D5957;
  private static final int VERSION = 1;
  private static final int HEADER = 5 * Integer.BYTES;
  private static final int CHECKSUM = Integer.BYTES;

  private WeightCodec() {}

  /** The bytes of a blueprint, ready to be read from the start. */
  static ByteBuffer encode(Blueprint blueprint) {
    float[] weights = blueprint.weights();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + Float.BYTES * weights.length + CHECKSUM);
    bytes.putInt(MAGIC).putInt(VERSION).putInt(blueprint.kind().code());
    bytes.putInt(blueprint.features()).putInt(weights.length);
    for (float weight : weights) {
      bytes.putFloat(weight);
    }
    return bytes.putInt(checksum(bytes)).flip();
  }

  /**
   * The blueprint of all bytes.
   *
   * @throws IllegalArgumentException saying what is wrong with them
   */
  static Blueprint decode(ByteBuffer bytes) {
    int end = bytes.limit() - CHECKSUM;
    if (end < 0 || bytes.getInt(end) != checksum(bytes)) {
      throw new IllegalArgumentException("checksum");
    }
    return end >= HEADER && bytes.getInt(0) == MAGIC
        ? decode(bytes.position(Integer.BYTES), end)
        : decodeFirstFormat(bytes, end);
  }

  private static Blueprint decode(ByteBuffer bytes, int end) {
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version %d of the format, known is %d".formatted(version, VERSION));
    }
    int code = bytes.getInt();
    BlueprintKind kind =
        BlueprintKind.ofCode(code)
            .orElseThrow(() -> new IllegalArgumentException("unknown kind " + code));
    int features = bytes.getInt();
    int weights = bytes.getInt();
    if (weights != (end - HEADER) / Float.BYTES || (end - HEADER) % Float.BYTES != 0) {
      throw new IllegalArgumentException("%d weights in %d bytes".formatted(weights, end - HEADER));
    }
    return Blueprint.of(kind, features, floats(bytes, weights));
  }

  private static Blueprint decodeFirstFormat(ByteBuffer bytes, int end) {
    if (end == 0 || end % (2 * Float.BYTES) != 0) {
      throw new IllegalArgumentException("length");
    }
    float[] weights = floats(bytes.position(0), end / Float.BYTES);
    int features = weights.length / 2;
    return Blueprint.of(
        Arrays.copyOf(weights, features), Arrays.copyOfRange(weights, features, weights.length));
  }

  private static float[] floats(ByteBuffer bytes, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = bytes.getFloat();
    }
    return floats;
  }

  /** Over everything before the last four bytes of the buffer's capacity. */
  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().position(0).limit(bytes.capacity() - CHECKSUM));
    return (int) checksum.getValue();
  }
}
