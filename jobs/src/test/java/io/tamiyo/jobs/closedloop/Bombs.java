package io.tamiyo.jobs.closedloop;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Little data that becomes 1 GiB, written without ever holding it. */
final class Bombs {

  private static final long GIB = 1L << 30;
  private static final int MIB = 1 << 20;
  private static final int RLE_BLOCK = 1 << 17;

  private Bombs() {}

  /** A MiB of zeros, compressed and flushed once, and then the same block again and again. */
  static byte[] zlib() {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    byte[] zeros = new byte[MIB];
    byte[] block = new byte[MIB];
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int blocks = 0; blocks < 2; blocks++) {
      deflater.setInput(zeros);
      int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
      int times = blocks == 0 ? 1 : (int) (GIB / MIB) - 1;
      for (int i = 0; i < times; i++) {
        bomb.write(block, 0, length);
      }
    }
    deflater.end();
    return bomb.toByteArray();
  }

  /** A frame of blocks of one repeated byte; they hold what the header declares, if it does. */
  static byte[] zstd(boolean declared) {
    int blocks = (int) (GIB / RLE_BLOCK);
    ByteBuffer frame = ByteBuffer.allocate(14 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xFD2FB528).put((byte) (declared ? 0xC0 : 0)).put((byte) 0x88);
    if (declared) {
      frame.putLong(GIB);
    }
    for (int block = 1; block <= blocks; block++) {
      int header = (RLE_BLOCK << 3) | (1 << 1) | (block == blocks ? 1 : 0);
      frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16)).put((byte) 0);
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }
}
