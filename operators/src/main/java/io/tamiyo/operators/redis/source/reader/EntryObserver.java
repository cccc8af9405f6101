package io.tamiyo.operators.redis.source.reader;

/** Sees what a fetch has read, in the fetcher's thread, before it is handed over. */
@FunctionalInterface
interface EntryObserver {
  EntryObserver NONE = fetched -> {};

  void observed(FetchedElements fetched);
}
