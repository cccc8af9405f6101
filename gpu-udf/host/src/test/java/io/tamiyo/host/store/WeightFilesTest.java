package io.tamiyo.host.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.host.blueprint.Blueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {

  private static final Blueprint WEIGHTS = Blueprint.identity(2);

  @TempDir private Path directory;

  @Test
  void deletesWeightsThatNobodyNamesTwiceInARow() throws IOException {
    WeightFiles files = new WeightFiles(directory, false);
    files.put("named", WEIGHTS);
    files.put("old", WEIGHTS);
    files.put("named-again", WEIGHTS);
    Files.createFile(directory.resolve("broken-off.next"));

    files.retain(Set.of("named"));
    assertThat(files.get("old")).as("a checkpoint may be about to name it").isPresent();
    assertThat(files.isOutgrown()).isTrue();
    files.retain(Set.of("named", "named-again"));

    assertThat(files.get("named")).contains(WEIGHTS);
    assertThat(files.get("named-again")).contains(WEIGHTS);
    assertThat(files.get("old")).isEmpty();
    assertThat(directory.resolve("broken-off.next")).doesNotExist();
    assertThat(files.isOutgrown()).isFalse();
  }

  @Test
  void isClearedOnceItHasGrown() {
    WeightFiles files = new WeightFiles(directory.resolve("none-yet"), false);
    assertThat(files.isOutgrown()).as("an earlier life may have left some").isTrue();
    files.retain(Set.of());
    files.put("first", WEIGHTS);
    files.retain(Set.of("first"));
    assertThat(files.isOutgrown()).isFalse();

    for (int put = 0; put < 64; put++) {
      files.put("weights-" + put, WEIGHTS);
    }

    assertThat(files.isOutgrown()).isTrue();
  }
}
