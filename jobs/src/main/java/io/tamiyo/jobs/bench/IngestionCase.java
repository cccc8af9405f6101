package io.tamiyo.jobs.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What entries are sent through. */
enum IngestionCase {
  SOURCE("hashmap", false),
  HEAP("hashmap", false),
  ROCKSDB("rocksdb", false),
  HEAP_DECODED("hashmap", true),
  ROCKSDB_DECODED("rocksdb", true);

  private final String backend;
  private final boolean decoded;

  IngestionCase(String backend, boolean decoded) {
    this.backend = backend;
    this.decoded = decoded;
  }

  /**
   * The case of a name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  static IngestionCase parse(String name) {
    List<String> names = Arrays.stream(values()).map(IngestionCase::caseName).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "there is no case " + name + "; there are: " + String.join(", ", names));
    }
    return values()[index];
  }

  String caseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Flink's name of the state backend. */
  String backend() {
    return backend;
  }

  /** Whether payloads are read, not only the fields beside them. */
  boolean decoded() {
    return decoded;
  }
}
