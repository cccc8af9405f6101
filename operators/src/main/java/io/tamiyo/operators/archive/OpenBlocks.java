package io.tamiyo.operators.archive;

import io.tamiyo.contracts.wire.compression.ZstdCompressor;
import io.tamiyo.operators.delivery.InboundEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The blocks that a subtask is filling: one a minute, since layers need not be at the same time.
 * They hold {@value #MAX_BYTES} bytes together, and one entry more.
 */
final class OpenBlocks implements AutoCloseable {

  static final int MAX_BYTES = 1 << 20;

  private static final int LEVEL = 3;

  private final ZstdCompressor compressor = new ZstdCompressor(LEVEL);
  private final NavigableMap<ArchiveMinute, OpenBlock> blocks = new TreeMap<>();
  private int bytes;

  /** Adds an entry; those blocks that are full by it. */
  List<ArchiveBlock> add(InboundEntry entry) {
    OpenBlock block = blocks.computeIfAbsent(ArchiveMinute.of(entry.time()), OpenBlock::new);
    int before = block.size();
    block.add(entry);
    bytes += block.size() - before;
    return bytes < MAX_BYTES ? List.of() : takeAll();
  }

  /** All that was added, the oldest minute first. */
  List<ArchiveBlock> takeAll() {
    List<ArchiveBlock> taken = new ArrayList<>();
    blocks.values().forEach(block -> taken.add(block.close(compressor)));
    blocks.clear();
    bytes = 0;
    return taken;
  }

  @Override
  public void close() {
    compressor.close();
  }
}
