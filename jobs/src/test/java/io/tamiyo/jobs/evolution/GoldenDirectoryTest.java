package io.tamiyo.jobs.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenDirectoryTest {

  @TempDir private Path root = Path.of("");

  @Test
  void knowsThatTheTenthReleaseIsNewerThanTheSecond() throws Exception {
    for (String release : List.of("0.10.0", "0.2.0", "1.0.0", "0.10.0-causal", "0.9.1")) {
      Files.createDirectory(root.resolve(release));
    }

    assertThat(GoldenDirectory.in(root))
        .extracting(GoldenDirectory::toString)
        .containsExactly("0.2.0", "0.9.1", "0.10.0-causal", "0.10.0", "1.0.0");
  }
}
