package io.tamiyo.contracts.wire;

/** What was wrong with an entry or a message in it, and where. Decoding throws nothing else. */
public final class DecodeFailure extends Exception {

  private static final long serialVersionUID = 1;

  /** The kind of fault; on the wire and in metrics in lower case. */
  public enum Reason {
    /** A field of the entry is missing. */
    MISSING_FIELD,
    /** A field of the entry has a value that it can't have. */
    INVALID_FIELD,
    /** The entry or its payload exceeds a size, a depth or a count. */
    TOO_LARGE,
    /** The payload could not be decompressed. */
    CORRUPT_COMPRESSION,
    /** The payload is not JSON or CBOR. */
    MALFORMED_PAYLOAD,
    /** No such kind of message. */
    UNKNOWN_TYPE,
    /** A major version that this release does not read. */
    UNKNOWN_VERSION,
    /** A field of the message is missing, of the wrong type, or out of range. */
    INVALID_MESSAGE,
    /** A header, option or parameter is not finite. */
    NOT_FINITE,
    /** The claim check is gone or can't be read. */
    LOST_CLAIM_CHECK,
    /** The job tried it again, and does not know any more that it had not passed. */
    RETRY_IN_DOUBT,
    /** Its producer or its layer sends more than it may. */
    RATE_LIMITED,
    /** It could be read, and an operator of the job failed on it. */
    OPERATOR_FAILED
  }

  private final Reason reason;
  private final String path;
  private final String detail;

  /**
   * @param path where in the payload, for instance {@code messages[3].seed_id}; empty for the entry
   *     itself
   * @param detail what was found and what was expected
   */
  public DecodeFailure(Reason reason, String path, String detail) {
    super(detail);
    this.detail = detail;
    this.reason = reason;
    this.path = path;
  }

  /** Path and detail. */
  @Override
  public String getMessage() {
    return path.isEmpty() ? detail : path + ": " + detail;
  }

  /** The kind of fault. */
  public Reason reason() {
    return reason;
  }

  /** Where in the payload; empty for the entry itself. */
  public String path() {
    return path;
  }
}
