package io.tamiyo.operators.archive;

import io.tamiyo.operators.delivery.InboundEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Archives of tests. */
public final class Archives {

  private Archives() {}

  /** Writes entries as a job does, each block into a file of its own. */
  public static void write(Path root, List<InboundEntry> entries) throws IOException {
    List<ArchiveBlock> blocks = blocks(entries);
    for (int i = 0; i < blocks.size(); i++) {
      Path minute = Files.createDirectories(root.resolve(blocks.get(i).minute().directory()));
      Files.write(minute.resolve("part-" + i + ArchiveSink.SUFFIX), blocks.get(i).bytes());
    }
  }

  static List<ArchiveBlock> blocks(List<InboundEntry> entries) {
    try (OpenBlocks open = new OpenBlocks()) {
      List<ArchiveBlock> blocks = new ArrayList<>();
      entries.forEach(entry -> blocks.addAll(open.add(entry)));
      blocks.addAll(open.takeAll());
      return blocks;
    }
  }
}
