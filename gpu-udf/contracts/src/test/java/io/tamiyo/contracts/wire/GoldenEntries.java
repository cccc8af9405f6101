package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The entries that are kept under {@code golden}, as they stood in Redis. */
final class GoldenEntries {

  /**
   * One of them.
   *
   * @param file that holds it
   * @param key stream that it stood in
   * @param fields its fields
   */
  record Entry(String file, String key, Map<String, byte[]> fields) {
    @Override
    public String toString() {
      return file + " " + key;
    }
  }

  private GoldenEntries() {}

  static Path directory(String version) {
    try {
      return Path.of(GoldenEntries.class.getResource("/golden/" + version).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource has no path", e);
    }
  }

  static List<Entry> of(String version) {
    try (Stream<Path> files = Files.list(directory(version))) {
      List<Entry> entries = new ArrayList<>();
      files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .forEach(file -> entries.addAll(read(file)));
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Entry> read(Path file) {
    try {
      List<Entry> entries = new ArrayList<>();
      for (JsonNode entry : new ObjectMapper().readTree(file.toFile()).path("entries")) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        entry
            .path("fields")
            .properties()
            .forEach(
                field ->
                    fields.put(
                        field.getKey(), Base64.getDecoder().decode(field.getValue().asText())));
        entries.add(new Entry(file.getFileName().toString(), entry.path("key").asText(), fields));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
