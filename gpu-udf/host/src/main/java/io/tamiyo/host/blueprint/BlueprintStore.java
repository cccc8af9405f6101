package io.tamiyo.host.blueprint;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blueprints on disk, one file each, named by their id. Since the id follows from the weights, a
 * file is never changed, and a damaged one is known. Any thread may call.
 */
public final class BlueprintStore {

  private static final Logger LOG = LoggerFactory.getLogger(BlueprintStore.class);
  private static final Pattern ID = Pattern.compile("bp-[0-9a-f]{16}");

  private final Path directory;

  /**
   * The store in a directory, which is made if it is missing.
   *
   * @throws UncheckedIOException naming the directory if that fails
   */
  public BlueprintStore(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot keep blueprints in " + directory, failure);
    }
  }

  /**
   * Makes a blueprint durable: it is on disk, in whole, when this returns.
   *
   * @return its id
   * @throws UncheckedIOException naming the file if it cannot be written
   */
  public synchronized String keep(Blueprint blueprint) {
    String id = blueprint.id();
    if (find(id).isPresent()) {
      return id;
    }
    Path file = directory.resolve(id);
    try {
      Path draft = directory.resolve(id + ".draft");
      write(draft, bytes(blueprint));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(directory, READ)) {
        names.force(true);
      }
      return id;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write the blueprint " + file, failure);
    }
  }

  /**
   * The blueprint of an id; none if it was never kept or its file is damaged, which is logged.
   *
   * @throws UncheckedIOException naming the file if it is there but cannot be read
   */
  public Optional<Blueprint> find(String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    Path file = directory.resolve(id);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<Blueprint> found = parse(read(file)).filter(blueprint -> blueprint.id().equals(id));
    if (found.isEmpty()) {
      LOG.warn("the blueprint {} is damaged and counts as gone", file);
    }
    return found;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the blueprint " + file, failure);
    }
  }

  private static void write(Path file, ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** All scales, then all shifts, as big-endian floats. */
  private static ByteBuffer bytes(Blueprint blueprint) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * blueprint.features());
    bytes.asFloatBuffer().put(blueprint.scales()).put(blueprint.shifts());
    return bytes;
  }

  private static Optional<Blueprint> parse(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % (2 * Float.BYTES) != 0) {
      return Optional.empty();
    }
    FloatBuffer weights = ByteBuffer.wrap(bytes).asFloatBuffer();
    float[] scale = new float[weights.remaining() / 2];
    float[] shift = new float[scale.length];
    weights.get(scale).get(shift);
    try {
      return Optional.of(Blueprint.of(scale, shift));
    } catch (IllegalArgumentException notFinite) {
      LOG.warn("a stored blueprint holds what no blueprint can: {}", notFinite.getMessage());
      return Optional.empty();
    }
  }
}
