package io.tamiyo.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

  @TempDir private Path directory;

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = directory.resolve("new/sub/file");
    for (String content : new String[] {"first, and longer", "second"}) {
      DurableFiles.replace(file, bytes(content), content.length() > 6);
      assertThat(file).hasContent(content);
    }

    assertThat(directory.resolve("new/sub")).isDirectoryContaining(path -> path.equals(file));
    assertThat(file.resolveSibling("file.next")).doesNotExist();
  }

  @Test
  void leavesAFileAloneThatItCannotReplace() throws IOException {
    Path file = directory.resolve("file");
    DurableFiles.replace(file, bytes("first"), true);
    Files.createDirectory(directory.resolve("file.next"));

    assertThatThrownBy(() -> DurableFiles.replace(file, bytes("second"), true))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("first");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
