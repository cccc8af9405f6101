package io.tamiyo.jobs.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry as it stood in Redis.
 *
 * @param stream the key
 * @param id its id
 * @param fields names and bytes, in their order
 */
record GoldenEntry(String stream, String id, Map<String, byte[]> fields) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads what {@link #write} has written. */
  static List<GoldenEntry> read(Path file) throws IOException {
    List<GoldenEntry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode entry = JSON.readTree(line);
      Map<String, byte[]> fields = new LinkedHashMap<>();
      entry
          .path("fields")
          .properties()
          .forEach(
              field ->
                  fields.put(
                      field.getKey(), Base64.getDecoder().decode(field.getValue().asText())));
      entries.add(
          new GoldenEntry(entry.path("stream").asText(), entry.path("id").asText(), fields));
    }
    return entries;
  }

  /** Writes entries as JSON, one a line, with their fields in base64. */
  static void write(Path file, List<GoldenEntry> entries) throws IOException {
    List<String> lines = new ArrayList<>();
    for (GoldenEntry entry : entries) {
      ObjectNode line = JSON.createObjectNode().put("stream", entry.stream).put("id", entry.id);
      ObjectNode fields = line.putObject("fields");
      entry.fields.forEach(
          (name, value) -> fields.put(name, Base64.getEncoder().encodeToString(value)));
      lines.add(JSON.writeValueAsString(line));
    }
    Files.write(file, lines);
  }
}
