package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes the golden files of this release's version, one for each kind of message. Run it once for
 * each version, with the directory as argument; what it has written is never written again.
 */
final class NativeGoldenWriter {

  private static final long SEED = 20_260_101;

  private NativeGoldenWriter() {}

  /** Writes what is not there yet. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0], "native-" + Header.VERSION));
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      for (Message message : new RandomMessages(SEED).oneOfEach()) {
        write(directory.resolve(MessageTypes.nameOf(message) + ".json"), message, writer);
      }
      write(directory.resolve("200-seeds.json"), largeReport(), writer);
    }
  }

  /** Large enough for planes of bytes and for compression. */
  private static Message largeReport() {
    ReportBuilder report = Fixtures.report("layer-1").seeds(200).metric("loss", 0.25);
    for (int seed = 0; seed < 200; seed += 3) {
      report.metric(seed, "accuracy", seed / 256.0);
      report.state(seed, SeedState.TRAINING).revision(seed, seed).epochsInState(seed, 2 * seed);
    }
    return report.build();
  }

  private static void write(Path file, Message message, NativeWriter writer) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    String type = MessageTypes.nameOf(message);
    EntryHeader place = new EntryHeader(type, message.layerId(), "host-1", 1, 7, 1, null, null);
    Files.write(file, content(type, writer.write(place, List.of(message))));
  }

  private static byte[] content(String type, Map<String, byte[]> fields) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode().put("what", type);
    ObjectNode entry = root.putArray("entries").addObject().put("key", "kasmina.inbound.golden");
    ObjectNode values = entry.putObject("fields");
    fields.forEach((name, value) -> values.put(name, Base64.getEncoder().encodeToString(value)));
    return mapper.writeValueAsBytes(root);
  }
}
