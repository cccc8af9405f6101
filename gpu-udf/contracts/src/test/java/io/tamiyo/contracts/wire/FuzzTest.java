package io.tamiyo.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.NativeOnly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Nothing that stands in an entry makes the reader throw. */
class FuzzTest {

  private static final int ROUNDS = 3000;

  private final WireReader reader =
      new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());

  @RandomSeeds
  void readsRandomBytesWithoutAnException(long seed) {
    Random random = new Random(seed);
    Encoding[] encodings = Encoding.values();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] data = new byte[random.nextInt(200)];
      random.nextBytes(data);
      if (data.length > 2 && random.nextBoolean()) {
        data[0] = random.nextBoolean() ? (byte) '{' : 0x78;
      }
      Map<String, byte[]> fields = new LinkedHashMap<>(PythonEntries.of(data));
      if (random.nextBoolean()) {
        Encoding encoding = encodings[random.nextInt(encodings.length)];
        fields.put(EntryFields.ENCODING, encoding.wireName().getBytes(UTF_8));
      }
      assertForeseen(fields);
    }
  }

  @RandomSeeds
  void readsMutationsOfValidEntriesWithoutAnException(long seed) {
    Random random = new Random(seed);
    List<Map<String, byte[]>> valid = validEntries(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, byte[]> fields = new LinkedHashMap<>(valid.get(random.nextInt(valid.size())));
      mutate(fields, random);
      assertForeseen(fields);
    }
  }

  /** What the reader did not foresee it reports, too, but not with a reason of its own. */
  private void assertForeseen(Map<String, byte[]> fields) {
    List<Decoded> decoded = reader.read(fields);
    assertThat(decoded).isNotEmpty();
    for (Decoded one : decoded) {
      if (one instanceof Decoded.Bad bad) {
        assertThat(bad.failure().getMessage()).doesNotContain("cannot be read");
      }
    }
  }

  private static List<Map<String, byte[]>> validEntries(long seed) {
    List<Map<String, byte[]>> valid = new ArrayList<>();
    PythonWriter python = new PythonWriter();
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      for (Message message : new RandomMessages(seed).oneOfEach()) {
        EntryHeader place =
            new EntryHeader("Any", message.layerId(), "host-1", 1, 1, 1, null, null);
        valid.add(writer.write(place, List.of(message)));
        if (!message.getClass().isAnnotationPresent(NativeOnly.class)) {
          valid.add(python.write(message));
        }
      }
    }
    return valid;
  }

  private static void mutate(Map<String, byte[]> fields, Random random) {
    List<String> names = new ArrayList<>(fields.keySet());
    String name = random.nextBoolean() ? EntryFields.DATA : names.get(random.nextInt(names.size()));
    if (random.nextInt(20) == 0) {
      fields.remove(name);
      return;
    }
    byte[] value = PythonEntries.data(Map.of(EntryFields.DATA, fields.get(name))).clone();
    for (int i = 1 + random.nextInt(3); i > 0 && value.length > 0; i--) {
      value[random.nextInt(value.length)] = (byte) random.nextInt(256);
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(value.length + 1) : value.length;
    fields.put(name, Arrays.copyOf(value, length));
  }
}
