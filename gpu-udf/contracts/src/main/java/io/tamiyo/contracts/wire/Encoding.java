package io.tamiyo.contracts.wire;

import java.util.Optional;

/** How a native payload is written. */
public enum Encoding {
  /** JSON, UTF-8. */
  JSON("json", false),
  /** JSON, one zstd frame. */
  JSON_ZSTD("json+zstd", true),
  /** CBOR with typed arrays (RFC 8746). */
  CBOR("cbor", false),
  /** CBOR, one zstd frame. */
  CBOR_ZSTD("cbor+zstd", true),
  /** The payload is the id of a claim check that holds it. */
  CLAIM_CHECK("claim-check", false);

  private final String wireName;
  private final boolean compressed;

  Encoding(String wireName, boolean compressed) {
    this.wireName = wireName;
    this.compressed = compressed;
  }

  /** The name in an entry. */
  public String wireName() {
    return wireName;
  }

  /** Whether the payload is a zstd frame. */
  public boolean isCompressed() {
    return compressed;
  }

  /** Whether the payload, once decompressed, is CBOR. */
  public boolean isCbor() {
    return this == CBOR || this == CBOR_ZSTD;
  }

  /** The encoding of this name in an entry, or empty when there is none. */
  public static Optional<Encoding> named(String wireName) {
    for (Encoding encoding : values()) {
      if (encoding.wireName.equals(wireName)) {
        return Optional.of(encoding);
      }
    }
    return Optional.empty();
  }
}
