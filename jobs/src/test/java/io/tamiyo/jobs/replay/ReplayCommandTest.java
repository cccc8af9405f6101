package io.tamiyo.jobs.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.archive.Archives;
import io.tamiyo.operators.delivery.ClaimedPayload;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

class ReplayCommandTest {

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final StreamNames SIDE = new StreamNames("what-if");
  private static final String LAYER = "encoder.0";
  private static final String OTHER = "encoder.1";
  private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

  @TempDir Path directory = Path.of("");
  private Jedis jedis = new Jedis();
  private Terminal terminal = new Terminal(directory, "");

  @BeforeEach
  void connect() {
    jedis = redis.client();
    jedis.flushAll();
    terminal = new Terminal(directory, redis.url());
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  private static InboundEntry entry(String stream, String layer, long time, long ordinal) {
    return new InboundEntry(
        layer,
        stream,
        time,
        ordinal,
        Map.of("layer", layer.getBytes(UTF_8), "data", (time + "-" + ordinal).getBytes(UTF_8)));
  }

  private static InboundEntry sent(String layer, long time, long ordinal) {
    return entry(NAMES.inbound(layer), layer, time, ordinal);
  }

  private void register(String layer) {
    jedis.hset(NAMES.layers(), layer, NAMES.inbound(layer));
  }

  private void append(InboundEntry entry) {
    jedis.xadd(
        entry.stream(),
        XAddParams.xAddParams().id(entry.entryId()),
        Map.of("layer", entry.layer(), "data", entry.entryId()));
  }

  private List<String> replayed(String layer) {
    return jedis.xrange(SIDE.inbound(layer), (StreamEntryID) null, null).stream()
        .peek(copy -> assertThat(copy.getFields()).containsEntry("data", copy.getID().toString()))
        .map(copy -> copy.getID().toString())
        .toList();
  }

  private int replay(String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay"));
    arguments.addAll(List.of(more));
    return terminal.run(arguments.toArray(String[]::new));
  }

  @Test
  void putsAnArchiveWithItsIdsIntoAnotherInstallation() throws IOException {
    Path archive = directory.resolve("archive");
    Archives.write(
        archive,
        List.of(
            sent(LAYER, NOON + 61_000, 0),
            sent(LAYER, NOON, 0),
            sent(OTHER, NOON, 1),
            sent(LAYER, NOON, 2),
            entry(NAMES.control(LAYER), LAYER, NOON + 1, 0),
            sent(LAYER, NOON + 120_000, 0)));

    int code =
        replay(
            "--archive=" + archive,
            "--from=2026-11-21T12:00:00Z",
            "--to=" + (NOON + 120_000),
            "--into=what-if");

    assertThat(terminal.err()).isEmpty();
    assertThat(code).isZero();
    assertThat(replayed(LAYER)).containsExactly(NOON + "-0", NOON + "-2", NOON + 61_000 + "-0");
    assertThat(replayed(OTHER)).containsExactly(NOON + "-1");
    assertThat(jedis.exists(SIDE.control(LAYER))).isFalse();
    assertThat(terminal.out())
        .contains("replayed 4 entries, 2026-11-21T12:00:00Z to 2026-11-21T12:01:01Z");
  }

  @Test
  void givesEntriesThePayloadsThatTheArchiveHas() throws IOException {
    Path archive = directory.resolve("archive");
    InboundEntry naming =
        new InboundEntry(
            LAYER,
            NAMES.inbound(LAYER),
            NOON,
            0,
            Map.of("encoding", "claim-check".getBytes(UTF_8), "data", "payload-1".getBytes(UTF_8)));
    String envelope =
        "{\"message_type\":\"TelemetryBatch\",\"messages\":[],\"batch_size\":1,"
            + "\"metadata\":{\"claim_check_id\":\"payload-2\"}}";
    InboundEntry python =
        new InboundEntry(
            OTHER, NAMES.inbound(OTHER), NOON, 0, Map.of("data", envelope.getBytes(UTF_8)));
    Archives.write(
        archive,
        List.of(
            ClaimedPayload.put(naming, new byte[] {1, 2, 3}),
            ClaimedPayload.put(python, new byte[] {4})));

    int code =
        replay("--archive=" + archive, "--from=" + NOON, "--to=" + (NOON + 1), "--into=what-if");

    assertThat(code).isZero();
    assertThat(jedis.get(SIDE.claimCheck("payload-1").getBytes(UTF_8))).containsExactly(1, 2, 3);
    assertThat(jedis.pttl(SIDE.claimCheck("payload-1"))).isPositive();
    assertThat(jedis.get(SIDE.claimCheck("payload-2").getBytes(UTF_8))).containsExactly(4);
    assertThat(jedis.xrange(SIDE.inbound(LAYER), (StreamEntryID) null, null))
        .singleElement()
        .satisfies(copy -> assertThat(copy.getFields()).containsOnlyKeys("encoding", "data"));
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void readsTheStreamsWhereNoArchiveIsNamedAndOnlyTheLayersThatAreWanted() {
    register(LAYER);
    register(OTHER);
    for (int i = 0; i < 1_203; i++) {
      append(sent(i % 3 == 0 ? OTHER : LAYER, NOON + i, 0));
    }

    assertThat(
            replay(
                "--from=" + (NOON + 1),
                "--to=" + (NOON + 1_200),
                "--layer=" + LAYER,
                "--into=what-if"))
        .isZero();

    assertThat(replayed(LAYER))
        .hasSize(800)
        .startsWith(NOON + 1 + "-0")
        .endsWith(NOON + 1_199 + "-0");
    assertThat(jedis.exists(SIDE.inbound(OTHER))).isFalse();
  }

  @Test
  void takesItsTimeWhereItIsAskedTo() {
    register(LAYER);
    append(sent(LAYER, NOON, 0));
    append(sent(LAYER, NOON + 2_000, 0));
    long start = System.nanoTime();

    assertThat(replay("--from=" + NOON, "--to=" + (NOON + 3_000), "--speed=10", "--into=what-if"))
        .isZero();

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
    assertThat(replayed(LAYER)).hasSize(2);
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() {
    register(LAYER);
    append(sent(LAYER, NOON, 0));
    String[] all = {"--from=" + NOON, "--to=" + (NOON + 1), "--into=what-if"};
    assertThat(replay(all)).isZero();

    assertThat(replay(all)).isEqualTo(1);
    assertThat(terminal.err()).contains("hold later entries already; give another name to --into");
    refuses("--to 5 is not after --from 6", "--from=6", "--to=5", "--into=a");
    refuses("noon is not a time such as", "--from=noon", "--to=5", "--into=a");
    refuses("--speed is slow", "--from=1", "--to=5", "--into=a", "--speed=slow");
    refuses("--into is ''", "--from=1", "--to=5", "--into=");
    refuses("--into: ", "--from=1", "--to=5", "--into=a b");
    assertThat(replay("--archive=" + directory.resolve("none"), "--from=1", "--to=5", "--into=a"))
        .isEqualTo(1);
    assertThat(terminal.err()).contains("there is no archive at", "archive.path");
    assertThat(replay("--from=1", "--to=5", "--into=a")).isZero();
    assertThat(terminal.out()).contains("nothing was archived");
  }

  private void refuses(String why, String... arguments) {
    assertThat(replay(arguments)).isEqualTo(2);
    assertThat(terminal.err()).contains(why);
  }
}
