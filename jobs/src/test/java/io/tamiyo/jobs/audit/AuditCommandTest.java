package io.tamiyo.jobs.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.AlertType;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.ClaimedIds;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.archive.Archives;
import io.tamiyo.operators.correlation.Step;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.correlation.Stories;
import io.tamiyo.operators.correlation.Story;
import io.tamiyo.operators.delivery.ClaimedPayload;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

class AuditCommandTest {

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final String LAYER = "encoder.0";
  private static final long NOON = 1_795_262_400_000L;

  @TempDir Path directory = Path.of("");
  private final Map<String, byte[]> payloads = new HashMap<>();
  private NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final List<InboundEntry> entries = new ArrayList<>();
  private Jedis jedis = new Jedis();
  private Terminal terminal = new Terminal(directory, "");

  @BeforeEach
  void connect() {
    jedis = redis.client();
    jedis.flushAll();
    jedis.hset(NAMES.layers(), LAYER, NAMES.inbound(LAYER));
    terminal = new Terminal(directory, redis.url());
  }

  @AfterEach
  void disconnect() {
    jedis.close();
    writer.close();
  }

  private void inbound(int millis, Message... messages) throws IOException {
    write(NAMES.inbound(LAYER), millis, messages);
  }

  private void control(int millis, Message message) throws IOException {
    write(NAMES.control(LAYER), millis, message);
  }

  private void write(String stream, int millis, Message... messages) throws IOException {
    String type = messages.length == 1 ? MessageTypes.nameOf(messages[0]) : "TelemetryBatch";
    EntryHeader place = new EntryHeader(type, LAYER, null, 0, 0, messages.length, null, null);
    Map<String, byte[]> fields = writer.write(place, List.of(messages));
    entries.add(new InboundEntry(LAYER, stream, NOON + millis, 0, fields));
    append(stream, millis, fields);
  }

  private void append(String stream, int millis, Map<String, byte[]> fields) throws IOException {
    List<Object> call = new ArrayList<>(List.of(stream, (NOON + millis) + "-0"));
    fields.forEach(
        (name, value) -> {
          call.add(name);
          call.add(value);
        });
    try (RedisConnection connection = redis.connections().open()) {
      connection.call(Command.XADD, call.toArray());
    }
  }

  private static LifecycleTransitionCommand command(String id, int seed, String requestId) {
    LifecycleTransitionCommand plain =
        Fixtures.transition(LAYER, SeedState.GERMINATED).of(seed, 0).id(id).build();
    Header header = requestId.isEmpty() ? plain.header() : plain.header().answering(requestId);
    return new LifecycleTransitionCommand(
        header,
        plain.layerId(),
        plain.seedId(),
        plain.targetState(),
        plain.parameters(),
        plain.priority(),
        plain.timeoutMs(),
        plain.force(),
        "it is time",
        plain.fence(),
        plain.cause());
  }

  private static StateTransitionEvent event(int seed, String commandId) {
    StateTransitionEvent event =
        Fixtures.transitioned(LAYER, seed, SeedState.DORMANT, SeedState.GERMINATED)
            .revision(1)
            .triggeredBy(commandId)
            .build();
    return new StateTransitionEvent(
        event.header().answering(commandId),
        event.layerId(),
        event.seedId(),
        event.fromState(),
        event.toState(),
        event.reason(),
        event.metricsSnapshot(),
        event.transitionDurationMs(),
        event.triggeredBy(),
        event.success(),
        event.revision());
  }

  /** A request for two seeds, of which one is answered, and a decision of Tamiyo's own. */
  private void aMinute() throws IOException {
    inbound(0, Fixtures.request(LAYER, SeedState.GERMINATED).seeds(1, 2).id("request-1").build());
    List<SeedTarget> targets = List.of(Fixtures.target(1, 0), Fixtures.target(2, 0));
    control(
        4,
        new Plan(
            Fixtures.header("plan-1", Duration.ZERO),
            LAYER,
            "request-1",
            1,
            SeedState.GERMINATED,
            targets,
            false,
            "asked for"));
    control(5, command("command-1", 1, "request-1"));
    control(6, command("command-2", 2, "request-1"));
    inbound(7, Fixtures.report(LAYER).seeds(2).build());
    inbound(
        9,
        Fixtures.acknowledgement(command("command-1", 1, "request-1"), Outcome.APPLIED).build(),
        event(1, "command-1"));
    control(20, command("command-3", 3, ""));
    inbound(
        28,
        Fixtures.acknowledgement(command("command-3", 3, ""), Outcome.REJECTED)
            .error("seed 3 is FOSSILIZED")
            .build());
    control(1_006, command("command-2", 2, "request-1"));
    inbound(2_000, Fixtures.heartbeat(LAYER, Duration.ZERO));
  }

  private void audit(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("audit", "--from=" + NOON, "--to=" + (NOON + 60_000)));
    arguments.addAll(List.of(more));
    assertThat(terminal.run(arguments.toArray(String[]::new))).as(terminal.err()).isZero();
  }

  private static final String STORIES =
      """
      2026-11-21T12:00:00Z  encoder.0  request-1
              +0 ms  request          seeds 1, 2 to GERMINATED: test
              +4 ms  plan             seeds 1, 2 to GERMINATED: asked for
              +5 ms  command          seed 1 to GERMINATED: it is time
              +6 ms  command          seed 2 to GERMINATED: it is time
              +9 ms  acknowledgement  APPLIED by fixtures
              +9 ms  transition       seed 1, DORMANT to GERMINATED
          +1,006 ms  command          seed 2 to GERMINATED: it is time
        OPEN      command command-2 has no acknowledgement after 1,000 ms
      2026-11-21T12:00:00.020Z  encoder.0  command-3
              +0 ms  command          seed 3 to GERMINATED: it is time
              +8 ms  acknowledgement  REJECTED by fixtures: seed 3 is FOSSILIZED
      2 stories, 3 commands, 1 without acknowledgement; acknowledged after 8 ms (median), 8 ms (99 %), 8 ms (slowest)
      """;

  @Test
  void tellsWhatLedToWhatFromTheStreams() throws IOException {
    aMinute();

    audit();

    assertThat(terminal.out()).isEqualToNormalizingNewlines(STORIES);
  }

  @Test
  void tellsTheSameFromAnArchive() throws IOException {
    aMinute();
    jedis.flushAll();
    Path archive = directory.resolve("archive");
    Archives.write(archive, entries);

    audit("--archive=" + archive);

    assertThat(terminal.out()).isEqualToNormalizingNewlines(STORIES);
  }

  @Test
  void readsPayloadsThatWereTooLargeForTheirEntries() throws IOException {
    writer.close();
    writer = new NativeWriter(WireLimits.DEFAULTS.withMaxMessageSize(1), new Payloads());
    aMinute();
    audit();
    assertThat(terminal.out())
        .startsWith("0 stories")
        .contains(" entries can't be read: their payloads were too large");
    payloads.forEach((id, payload) -> jedis.set(NAMES.claimCheck(id).getBytes(UTF_8), payload));
    audit();
    assertThat(terminal.out()).isEqualToNormalizingNewlines(STORIES);
    jedis.flushAll();
    Path archive = directory.resolve("archive");
    Archives.write(archive, entries.stream().map(this::whole).toList());
    audit("--archive=" + archive);
    assertThat(terminal.out()).isEqualToNormalizingNewlines(STORIES);
  }

  private InboundEntry whole(InboundEntry entry) {
    String id = ClaimedIds.in(entry.fields()).orElseThrow();
    return ClaimedPayload.put(entry, Objects.requireNonNull(payloads.get(id)));
  }

  /** Keeps them where a host would. */
  private final class Payloads implements ClaimCheckStore {
    @Override
    public void put(String id, byte[] payload) {
      payloads.put(id, payload);
    }

    @Override
    public Optional<byte[]> get(String id, int maxBytes) {
      return Optional.ofNullable(payloads.get(id));
    }
  }

  @Test
  void knowsAnAcknowledgementOfTheSameMillisecond() throws IOException {
    inbound(
        5, Fixtures.acknowledgement(command("command-1", 1, "request-1"), Outcome.APPLIED).build());
    control(5, command("command-1", 1, "request-1"));

    audit();

    assertThat(terminal.out()).contains("1 stories, 1 commands, 0 without acknowledgement");
  }

  @Test
  void showsOnlyWhatIsAskedFor() throws IOException {
    aMinute();

    audit("--open");
    assertThat(terminal.out())
        .contains("request-1", "1 stories, 2 commands")
        .doesNotContain("seed 3");
    audit("--id=command-3");
    assertThat(terminal.out()).contains("seed 3").doesNotContain("request-1");
    audit("--id=event-none");
    assertThat(terminal.out()).startsWith("0 stories, 0 commands");
    audit("--layer=encoder.1");
    assertThat(terminal.out()).startsWith("0 stories");
  }

  private static PerformanceAlert alert(
      String id, int millis, @Nullable String answered, String name) {
    Header header = new Header(id, (NOON + millis) / 1000.0, "tamiyo", "1.0", answered, Map.of());
    return new PerformanceAlert(
        header,
        LAYER,
        null,
        AlertType.ANOMALY,
        Severity.WARNING,
        name,
        1,
        null,
        Map.of("detail", "it is late"),
        null);
  }

  @Test
  void tellsAlertsInTheStoriesThatTheyBelongToFromTheStreamOfAlerts() throws IOException {
    aMinute();
    write(NAMES.alerts(), 5_000, alert("alert-1", 1_500, "command-2", "story_open"));
    write(NAMES.alerts(), 5_001, alert("alert-2", 1_600, null, "loss"));
    write(NAMES.alerts(), 5_002, alert("alert-3", 60_001, null, "after the time"));

    audit();

    assertThat(terminal.out())
        .contains("  +1,500 ms  alert            WARNING story_open")
        .contains("encoder.0  alert-2")
        .doesNotContain("after the time")
        .contains("3 stories, 3 commands");
    audit("--layer=encoder.1");
    assertThat(terminal.out()).startsWith("0 stories");
  }

  @Test
  void leavesOutWhatAMirrorHasBrought() throws IOException {
    aMinute();
    EntryHeader place = new EntryHeader("PerformanceAlert", LAYER, null, 0, 0, 1, null, null);
    Map<String, byte[]> fields =
        new HashMap<>(writer.write(place, List.of(alert("alert-1", 1_500, null, "of_others"))));
    fields.put("regions", "eu,us".getBytes(StandardCharsets.US_ASCII));
    append(NAMES.alerts(), 5_000, fields);

    audit();

    assertThat(terminal.out()).isEqualToNormalizingNewlines(STORIES);
  }

  @Test
  void tellsWhatTheAuditOfAnArchiveHas() throws IOException {
    aMinute();
    Path archive = directory.resolve("archive");
    Archives.write(archive, entries);
    Path minute = Files.createDirectories(archive.resolve("audit/2026-11-21/12-00"));
    String refusal =
        "{\"message_type\":\"AuditRecord\",\"message_id\":\"audit-1\",\"timestamp\":"
            + (NOON + 1_500) / 1000.0
            + ",\"source\":\"tamiyo/audit\",\"version\":\"1.0\",\"correlation_id\":\"request-1\","
            + "\"metadata\":{},\"layer_id\":\"encoder.0\",\"kind\":\"refusal\",\"about\":\"alert-1\","
            + "\"subject\":\"request_expired\",\"outcome\":\"WARNING\",\"reason\":\"no seed went\"}";
    Files.writeString(minute.resolve("part-1.jsonl"), refusal + "\n" + refusal + "\n");

    audit("--archive=" + archive);

    assertThat(terminal.out())
        .containsOnlyOnce("refusal          request_expired WARNING: no seed went")
        .contains("2 stories");
  }

  @Test
  void keepsSoManyStoriesAndStepsAndCountsTheRest() {
    Story story = new Story("request-1", LAYER);
    for (int i = 0; i < Story.MAX_STEPS + 7; i++) {
      story.add(new Step(i, StepKind.COMMAND, "command-" + i, ""));
    }
    Stories stories = new Stories();
    for (int i = 0; i < Stories.MAX_STORIES + 2; i++) {
      stories.take(LAYER, i, command("command-" + i, 1, ""));
    }

    assertThat(story.steps()).hasSize(Story.MAX_STEPS);
    assertThat(story.leftOut()).isEqualTo(7);
    assertThat(stories.all()).hasSize(Stories.MAX_STORIES);
    assertThat(stories.leftOut()).isEqualTo(2);
  }
}
