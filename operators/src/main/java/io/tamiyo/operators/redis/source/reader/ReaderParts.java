package io.tamiyo.operators.redis.source.reader;

import java.util.Optional;

/** What a reader consists of; {@link ReaderFactory} puts it together. */
record ReaderParts<T>(
    StreamFetcherManager fetchers,
    EntryEmitter<T> emitter,
    CursorPublisher cursor,
    ControlLink control,
    Optional<IdleTicker> idleTicker) {}
