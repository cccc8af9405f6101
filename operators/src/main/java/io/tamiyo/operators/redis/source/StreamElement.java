package io.tamiyo.operators.redis.source;

/** What a reader hands over: an entry of a stream, or a notice about the stream. */
public sealed interface StreamElement permits StreamEntry, SplitNotice {}
