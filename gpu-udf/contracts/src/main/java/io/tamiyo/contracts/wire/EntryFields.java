package io.tamiyo.contracts.wire;

/** The names of the fields of a native entry, outside its payload. */
public final class EntryFields {

  /** Name of the message's kind; of a batch the kind {@code TelemetryBatch}. Both wires have it. */
  public static final String TYPE = "type";

  /** The payload. Both wires have it. */
  public static final String DATA = "data";

  /** {@link Encoding} of the payload; its presence tells the native wire from python-1.0. */
  public static final String ENCODING = "encoding";

  /** {@link Encoding} of the payload that a claim check holds. */
  public static final String CLAIMED_ENCODING = "claimed_encoding";

  /** Bytes of the payload before compression; for people, the bounds do not rest on it. */
  public static final String SIZE = "size";

  /** The layer that the entry is about. */
  public static final String LAYER = "layer";

  /** Who numbers this entry. */
  public static final String PRODUCER = "producer";

  /** The producer's start that numbers it; a later start has a greater one. */
  public static final String PRODUCER_EPOCH = "producer_epoch";

  /** Its number, from 1, per producer, producer epoch and stream. */
  public static final String SEQUENCE = "sequence";

  /** How many messages it holds; 1 when absent. */
  public static final String COUNT = "count";

  /** W3C trace context. */
  public static final String TRACEPARENT = "traceparent";

  /** The entry id of the dead letter that is tried again; of the first one, when tried before. */
  public static final String REPLAY_OF = "replay_of";

  /** Which message of the entry is tried again, from 0; when absent, all are. */
  public static final String REPLAY_ORDINAL = "replay_ordinal";

  /** Which attempt to replay it is, from 1. */
  public static final String REPLAY_ATTEMPT = "replay_attempt";

  /** Who tries it again; when absent, a person asked for it. */
  public static final String REPLAY_BY = "replay_by";

  /** The job tries it again by itself, so that it gets in line where traffic is limited. */
  public static final String BY_THE_JOB = "job";

  private EntryFields() {}
}
