package io.tamiyo.host.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueprintStoreTest {

  private static final Blueprint BLUEPRINT =
      Blueprint.of(new float[] {1.5f, -0f, Float.MIN_VALUE}, new float[] {0f, 2f, -3f});

  @TempDir private Path directory;

  @Test
  void findsWhatItKeptEvenAfterARestart() {
    String id = new BlueprintStore(directory.resolve("deeper")).keep(BLUEPRINT);

    assertThat(id).isEqualTo(BLUEPRINT.id());
    assertThat(new BlueprintStore(directory.resolve("deeper")).find(id)).hasValue(BLUEPRINT);
  }

  @Test
  void keepsABlueprintOnceHoweverOftenItIsAsked() throws IOException {
    BlueprintStore store = new BlueprintStore(directory);
    store.keep(BLUEPRINT);
    store.keep(BLUEPRINT);

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve(BLUEPRINT.id()));
    }
  }

  @Test
  void takesADamagedFileForGoneAndWritesItAnew() throws IOException {
    BlueprintStore store = new BlueprintStore(directory);
    Path file = directory.resolve(store.keep(BLUEPRINT));
    byte[] whole = Files.readAllBytes(file);

    whole[0] ^= 1;
    Files.write(file, whole);
    assertThat(store.find(BLUEPRINT.id())).isEmpty();
    Files.write(file, new byte[7]);
    assertThat(store.find(BLUEPRINT.id())).isEmpty();
    Files.write(file, new byte[0]);
    assertThat(store.find(BLUEPRINT.id())).isEmpty();
    Files.write(file, ByteBuffer.allocate(8).putFloat(Float.NaN).array());
    assertThat(store.find(BLUEPRINT.id())).isEmpty();

    store.keep(BLUEPRINT);
    assertThat(store.find(BLUEPRINT.id())).hasValue(BLUEPRINT);
  }

  @Test
  void looksForNothingOutsideItsDirectory() {
    BlueprintStore store = new BlueprintStore(directory.resolve("inner"));

    assertThat(store.find("../" + BLUEPRINT.id())).isEmpty();
    assertThat(store.find("")).isEmpty();
    assertThat(store.find("bp-0123456789abcdef")).isEmpty();
  }

  @Test
  void namesTheDirectoryThatItCannotUse() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));

    assertThatThrownBy(() -> new BlueprintStore(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot keep blueprints in " + file);
  }

  @Test
  void namesTheFileThatItCannotReadOrWrite() throws IOException {
    BlueprintStore store = new BlueprintStore(directory);
    Files.createDirectories(directory.resolve(BLUEPRINT.id()));
    assertThatThrownBy(() -> store.find(BLUEPRINT.id()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(BLUEPRINT.id());

    Files.delete(directory.resolve(BLUEPRINT.id()));
    Files.createDirectories(directory.resolve(BLUEPRINT.id() + ".draft"));
    assertThatThrownBy(() -> store.keep(BLUEPRINT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(BLUEPRINT.id());
  }
}
