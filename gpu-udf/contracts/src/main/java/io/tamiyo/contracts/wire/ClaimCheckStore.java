package io.tamiyo.contracts.wire;

import java.io.IOException;
import java.util.Optional;

/** Holds payloads that are too large for an entry, by an id under the rule of layer ids. */
public interface ClaimCheckStore {

  /**
   * Keeps a payload. Afterwards it is there as a whole, or not at all.
   *
   * @throws IOException when it could not be kept; the entry must not be sent then
   * @throws IllegalArgumentException when the id breaks the rule
   */
  void put(String id, byte[] payload) throws IOException;

  /**
   * The payload, or empty when it is gone or was never there.
   *
   * @throws IOException when it can't be read, or is longer than {@code maxBytes}; to ask again
   *     would change nothing
   * @throws ClaimCheckOutage when the store can't be asked at the moment
   * @throws IllegalArgumentException when the id breaks the rule
   */
  Optional<byte[]> get(String id, int maxBytes) throws IOException;

  /** A store for those who have none: it keeps nothing, and says so. */
  static ClaimCheckStore none() {
    return new ClaimCheckStore() {
      @Override
      public void put(String id, byte[] payload) throws IOException {
        throw new IOException(
            payload.length + " bytes need a claim check, and no claim check store is configured");
      }

      @Override
      public Optional<byte[]> get(String id, int maxBytes) {
        return Optional.empty();
      }
    };
  }
}
