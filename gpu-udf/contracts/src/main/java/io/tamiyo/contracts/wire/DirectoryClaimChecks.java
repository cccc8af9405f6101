package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.naming.LayerId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Claim checks as files {@code <id>.bin} of one directory, as Python layers keep them. The rule for
 * ids leaves no way out of the directory, and links are not followed.
 */
public final class DirectoryClaimChecks implements ClaimCheckStore {

  private final Path directory;

  /**
   * The store in a directory, which is made when it is missing.
   *
   * @throws IOException when it can't be made
   */
  public DirectoryClaimChecks(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  @Override
  public void put(String id, byte[] payload) throws IOException {
    Path target = path(id);
    Path written = Files.createTempFile(directory, "claim", ".part");
    try {
      Files.write(written, payload);
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  @Override
  public Optional<byte[]> get(String id, int maxBytes) throws IOException {
    try (InputStream file = Files.newInputStream(path(id), LinkOption.NOFOLLOW_LINKS)) {
      byte[] payload = file.readNBytes(maxBytes);
      if (file.read() >= 0) {
        throw new IOException("claim check " + id + " is longer than " + maxBytes + " bytes");
      }
      return Optional.of(payload);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path path(String id) {
    return directory.resolve(LayerId.require("claim_check_id", id) + ".bin");
  }
}
