package io.tamiyo.jobs.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The types in state against those that were released. What they hold is tried by {@link
 * GoldenSavepointsIT}; this says in a second which field it would be.
 */
class StateSchemaTest {

  private static final Path FILE = GoldenDirectory.root().resolve("state-schema.txt");

  @Test
  void keepsEveryFieldOfEveryRecordInState() throws Exception {
    SortedSet<String> now = StateSchema.ofThisRelease();
    if (System.getProperty("tamiyo.golden.write") != null) {
      write(now);
    }
    SortedSet<String> released = new TreeSet<>(Files.readAllLines(FILE));

    assertThat(now)
        .as(
            "a field in state was removed, renamed or retyped, so that savepoints of earlier"
                + " releases lose it or can't be restored. Leave the old one, and add a new one"
                + " beside it (null or 0 in what was kept before)")
        .containsAll(released);
    assertThat(released)
        .as(
            "something new is kept in state; write it down, so that it stays: run this test with"
                + " -Dtamiyo.golden.write=, as README.md beside "
                + FILE.getFileName()
                + " says")
        .containsAll(now);
  }

  /** Adds what is new; what was released stays, so that this test fails without it. */
  private static void write(SortedSet<String> now) throws IOException {
    SortedSet<String> all = new TreeSet<>(now);
    if (Files.exists(FILE)) {
      all.addAll(Files.readAllLines(FILE));
    }
    Files.write(FILE, all);
  }
}
