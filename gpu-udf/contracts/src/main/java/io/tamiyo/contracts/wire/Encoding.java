package io.tamiyo.contracts.wire;

/** How a native payload is written. */
public enum Encoding {
  /** JSON, UTF-8. */
  JSON,
  /** JSON, one zstd frame. */
  JSON_ZSTD,
  /** CBOR with typed arrays (RFC 8746). */
  CBOR,
  /** CBOR, one zstd frame. */
  CBOR_ZSTD,
  /** The payload is the id of a claim check that holds it. */
  CLAIM_CHECK
}
