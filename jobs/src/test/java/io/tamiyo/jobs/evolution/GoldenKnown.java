package io.tamiyo.jobs.evolution;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stands beside a golden savepoint: what it knows, and what a job that goes on from it
 * therefore says of the entries that follow.
 *
 * @param release the release that wrote it
 * @param holds what is in it, for people
 * @param between the millisecond of the layers' streams that lies between what was read before and
 *     what follows
 * @param ledger by layer, the last ledger: in, out, dead letters, duplicates, expired, held
 * @param alerts what is alerted, as layer and name; there may be more
 * @param sent by layer, all plans and commands that the job sends
 */
record GoldenKnown(
    String release,
    Map<String, String> holds,
    long between,
    Map<String, List<Long>> ledger,
    List<String> alerts,
    Map<String, List<String>> sent) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  static GoldenKnown read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), GoldenKnown.class);
  }

  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }
}
