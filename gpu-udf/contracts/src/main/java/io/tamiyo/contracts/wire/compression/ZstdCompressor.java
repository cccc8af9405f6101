package io.tamiyo.contracts.wire.compression;

import com.github.luben.zstd.ZstdCompressCtx;

/**
 * Compresses into single zstd frames that declare their size. It holds native memory until it is
 * closed, so that it need not be set up for every payload. Safe for use by several threads.
 */
public final class ZstdCompressor implements AutoCloseable {

  private final ZstdCompressCtx context;

  /** A compressor of this level, 1 (fast) to 22 (small). */
  public ZstdCompressor(int level) {
    context = new ZstdCompressCtx().setLevel(level).setContentSize(true).setChecksum(true);
  }

  /** One frame. */
  public synchronized byte[] compress(byte[] plain) {
    return context.compress(plain);
  }

  @Override
  public synchronized void close() {
    context.close();
  }
}
