package io.tamiyo.jobs.deadletters;

import static io.tamiyo.operators.deadletters.Letters.LAYER;
import static io.tamiyo.operators.deadletters.Letters.NAMES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.deadletters.Letters;
import io.tamiyo.operators.deadletters.Replay;
import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.ingest.IngestHarness;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.streams.Installed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

class DlqReplayTest {

  private static final String INBOUND = NAMES.inbound(LAYER);

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");
  private Terminal terminal;
  private Letters letters;

  @BeforeEach
  void start() throws Exception {
    terminal = new Terminal(directory, redis.url());
    letters = new Letters(redis);
    letters.register(LAYER);
  }

  @AfterEach
  void stop() {
    letters.close();
  }

  private static EntryBuilder numbered() {
    return EntryBuilder.entry(LAYER).from("host", 1, 1);
  }

  private InboundEntry sent(EntryBuilder entry) {
    return letters.sent(LAYER, entry.build().fields());
  }

  private List<InboundEntry> replayed() {
    List<InboundEntry> entries = letters.entries(INBOUND);
    return entries.stream().filter(it -> it.fields().containsKey(EntryFields.REPLAY_OF)).toList();
  }

  @Test
  void putsALetterBackSoThatItPassesOnceAndLate() throws Exception {
    InboundEntry entry = sent(numbered().heartbeat("m1"));
    letters.letter(entry, Reason.UNKNOWN_VERSION, "5-0");

    assertThat(terminal.run("dlq", "replay", "5-0")).as(terminal.err()).isZero();

    assertThat(terminal.out()).contains("1 of 1 letters replayed", "5-0 -> " + INBOUND);
    assertThat(letters.ids()).isEmpty();
    InboundEntry again = replayed().get(0);
    assertThat(Letters.text(again, EntryFields.REPLAY_OF)).isEqualTo("5-0");
    assertThat(Letters.text(again, EntryFields.REPLAY_ATTEMPT)).isEqualTo("1");
    assertThat(again.fields()).containsAllEntriesOf(entry.fields());
    try (IngestHarness ingest = IngestHarness.start()) {
      Delivery delivery = ingest.deliver(again);
      assertThat(Heartbeats.ids(List.of(delivery))).containsExactly("m1");
      assertThat(delivery.late()).isTrue();
      assertThat(delivery.header().isSequenced()).isFalse();
      assertThat(ingest.deliver(again).messages()).as("replayed twice").isEmpty();
    }
  }

  @Test
  void tellsTheAuditWhatWasDoneAndNothingOfATrial() throws Exception {
    letters.letter(sent(numbered().heartbeat("m1")), Reason.UNKNOWN_VERSION, "5-0");
    letters.letter(sent(numbered().heartbeat("m2")), Reason.UNKNOWN_VERSION, "6-0");
    assertThat(terminal.run("dlq", "drop", "--all", "--dry-run")).isZero();
    assertThat(letters.entries(NAMES.audit())).isEmpty();

    assertThat(terminal.run("dlq", "replay", "5-0")).as(terminal.err()).isZero();
    assertThat(terminal.run("dlq", "drop", "--all")).as(terminal.err()).isZero();

    assertThat(letters.entries(NAMES.audit()))
        .extracting(entry -> Letters.text(entry, EntryFields.DATA))
        .satisfiesExactly(
            first -> assertThat(first).contains("1 dead letters replayed"),
            second -> assertThat(second).contains("1 dead letters dropped"));
    assertThat(terminal.run("audit", "--from=0", "--to=99999999999999")).isZero();
    assertThat(terminal.out()).contains("operation", "1 dead letters dropped");
  }

  @Test
  void replaysOfABatchTheMessageThatFailedAndNotItsNeighbours() throws Exception {
    InboundEntry entry =
        sent(
            numbered()
                .holding(
                    Heartbeats.of(LAYER, "a"),
                    Heartbeats.of(LAYER, "b"),
                    Heartbeats.of(LAYER, "c")));
    DecodeFailure failure = new DecodeFailure(Reason.UNKNOWN_TYPE, "messages[1]", "Telepathy");
    letters.letter(entry, new Decoded.Bad(1, 1, failure), "5-0");

    assertThat(terminal.run("dlq", "replay", "--cause", "unknown_type")).isZero();

    try (IngestHarness ingest = IngestHarness.start()) {
      Delivery delivery = ingest.deliver(replayed().get(0));
      assertThat(Heartbeats.ids(List.of(delivery))).containsExactly("b");
      assertThat(delivery.terms().in()).isEqualTo(1);
    }
  }

  @Test
  void replaysEachMessageOnceHoweverOftenAndByWhomItIsTried() throws Exception {
    InboundEntry entry = sent(numbered().heartbeat("m1"));
    letters.letter(entry, Reason.UNKNOWN_VERSION, "5-0");
    letters.letter(entry, Reason.UNKNOWN_VERSION, "6-0");
    List<Replay.Outcome> outcomes = new ArrayList<>();
    try (Installed installed = new Installed(redis.connections().open(), NAMES)) {
      LetterBook book = new LetterBook(installed);
      StoredLetter read = book.find(new StreamId(5, 0)).orElseThrow();
      StoredLetter copy = book.find(new StreamId(6, 0)).orElseThrow();
      for (StoredLetter letter : List.of(read, read, copy, copy)) {
        outcomes.add(Replay.byHand(installed, false).run(letter).outcome());
      }
    }
    assertThat(outcomes)
        .containsExactly(
            Replay.Outcome.REPLAYED,
            Replay.Outcome.GONE,
            Replay.Outcome.BEFORE,
            Replay.Outcome.GONE);
    assertThat(replayed()).hasSize(1);
    assertThat(letters.ids()).isEmpty();
  }

  @Test
  void losesNothingWhenRedisIsFull() throws Exception {
    InboundEntry entry = sent(numbered().heartbeat("m1"));
    letters.letter(entry, Reason.UNKNOWN_VERSION, "5-0");
    letters.jedis().configSet("maxmemory", "1");
    try {
      assertThat(terminal.run("dlq", "replay", "--all")).isEqualTo(1);
      assertThat(terminal.err()).contains("maxmemory");
    } finally {
      letters.jedis().configSet("maxmemory", "0");
    }
    assertThat(letters.ids()).containsExactly("5-0");
    assertThat(replayed()).isEmpty();
    assertThat(terminal.run("dlq", "replay", "--all")).isZero();
    assertThat(replayed()).hasSize(1);
  }

  @Test
  void countsAttemptsAndRemembersTheFirstFailure() throws Exception {
    letters.letter(sent(numbered().heartbeat("m1")), Reason.UNKNOWN_VERSION, "5-0");
    assertThat(terminal.run("dlq", "replay", "--all")).isZero();
    letters.letter(replayed().get(0), Reason.UNKNOWN_VERSION, "7000-0");

    assertThat(terminal.run("dlq", "show", "7000-0")).isZero();
    assertThat(terminal.out())
        .contains("replayed           1 times", "first failed       1970-01-01T00:00:00Z")
        .contains("last failed        1970-01-01T00:00:07Z");
    assertThat(terminal.run("dlq", "replay", "7000-0")).isZero();
    InboundEntry second = replayed().get(1);
    assertThat(Letters.text(second, EntryFields.REPLAY_OF)).isEqualTo("5-0");
    assertThat(Letters.text(second, EntryFields.REPLAY_ATTEMPT)).isEqualTo("2");
  }

  @Test
  void leavesWhatWouldFailAgainUnlessForced() throws Exception {
    letters.letter(sent(numbered().poison(1)), Reason.MALFORMED_PAYLOAD, "5-0");

    assertThat(terminal.run("dlq", "replay", "5-0")).isEqualTo(1);
    assertThat(terminal.out()).contains("malformed_payload  the same bytes would fail again");
    assertThat(letters.ids()).containsExactly("5-0");

    assertThat(terminal.run("dlq", "replay", "5-0", "--force")).isZero();
    assertThat(replayed()).hasSize(1);
  }

  @Test
  void replaysNoCommandNoOptionAndNothingOfAHostThatHasGone() throws Exception {
    Map<String, byte[]> fields = numbered().build().fields();
    InboundEntry command = letters.sentTo(NAMES.control(LAYER), LAYER, fields);
    InboundEntry option = letters.sentTo(NAMES.config(), "", fields);
    InboundEntry gone = letters.sent("gone", fields);
    letters.letter(command, Reason.UNKNOWN_VERSION, "1-0");
    letters.letter(option, Reason.UNKNOWN_VERSION, "2-0");
    letters.letter(gone, Reason.UNKNOWN_VERSION, "3-0");
    letters.jedis().del(NAMES.inbound("gone"));

    for (String trial : List.of("--dry-run", "--limit=9")) {
      assertThat(terminal.run("dlq", "replay", "--all", trial)).isZero();
      assertThat(terminal.out())
          .contains("2  unknown_version  a command, an option")
          .contains("1  unknown_version  its stream is gone")
          .contains("0 of 3 letters");
    }
    assertThat(letters.ids()).hasSize(3);
    assertThat(letters.jedis().exists(NAMES.inbound("gone"))).isFalse();
  }

  @Test
  void takesWhatWasTooLargeToBeCopiedFromItsStream() throws Exception {
    String large = "x".repeat(800 * 1024);
    InboundEntry there = sent(numbered().field("data", large));
    letters.letter(there, Reason.TOO_LARGE, "1-0");
    InboundEntry trimmed = sent(numbered().field("data", large).ordinal(7));
    letters.letter(trimmed, Reason.TOO_LARGE, "2-0");
    letters.jedis().xdel(INBOUND, new StreamEntryID(trimmed.entryId()));

    assertThat(terminal.run("dlq", "replay", "--all")).isZero();

    assertThat(terminal.out()).contains("1 of 2", "too large to be copied, and its entry is gone");
    assertThat(replayed().get(0).fields().get("data")).isEqualTo(large.getBytes(UTF_8));
    assertThat(letters.ids()).containsExactly("2-0");
  }

  @Test
  void replaysTheOldestFirstUpToALimitAndOnADryRunNothing() throws Exception {
    for (int i = 1; i <= 100; i++) {
      InboundEntry entry = sent(EntryBuilder.entry(LAYER).heartbeat("m" + i));
      letters.letter(entry, i % 2 == 0 ? Reason.TOO_LARGE : Reason.UNKNOWN_TYPE, i + "-0");
    }
    assertThat(terminal.run("dlq", "replay", "--cause=too_large", "--dry-run")).isZero();
    assertThat(terminal.out()).contains("50 of 50 letters would be replayed; nothing was changed");
    assertThat(letters.ids()).hasSize(100);

    assertThat(terminal.run("dlq", "replay", "--cause=too_large", "--limit=40")).isZero();
    assertThat(letters.ids()).hasSize(60);
    assertThat(replayed())
        .extracting(entry -> Letters.text(entry, EntryFields.REPLAY_OF))
        .startsWith("2-0", "4-0", "6-0")
        .endsWith("80-0");
  }

  @Test
  void replaysWhatIsDueByItselfOnly() throws Exception {
    letters.letter(sent(numbered().heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(numbered().heartbeat("m2")), Reason.UNKNOWN_TYPE, "6-0");
    String fresh = letters.letter(sent(numbered().heartbeat("m3")), Reason.RATE_LIMITED, "*");

    assertThat(terminal.run("dlq", "replay", "--due")).isZero();

    assertThat(replayed())
        .extracting(entry -> Letters.text(entry, EntryFields.REPLAY_OF))
        .containsExactly("5-0");
    assertThat(letters.ids()).containsExactly("6-0", fresh);
  }

  @Test
  void foreseesOnADryRunThatACopyIsNotReplayedTwice() throws Exception {
    InboundEntry entry = sent(numbered().heartbeat("m1"));
    letters.letter(entry, Reason.UNKNOWN_VERSION, "5-0");
    letters.letter(entry, Reason.UNKNOWN_VERSION, "6-0");
    assertThat(terminal.run("dlq", "replay", "--all", "--dry-run")).isZero();
    assertThat(terminal.out()).contains("another copy", "1 of 2 letters would be replayed");
    assertThat(terminal.run("dlq", "replay", "5-0")).isZero();
    assertThat(terminal.run("dlq", "replay", "--all", "--dry-run")).isZero();
    assertThat(terminal.out()).contains("another copy", "0 of 1 letters would be replayed");
    assertThat(letters.ids()).containsExactly("6-0");
  }

  @Test
  void asksWhichLetters() {
    assertThat(terminal.run("dlq", "replay")).isEqualTo(2);
    assertThat(terminal.err()).startsWith("tamiyo: which letters? Give ids, --cause");
    assertThat(terminal.run("dlq", "replay", "--all", "--limit=0")).isEqualTo(2);
    assertThat(terminal.run("dlq", "replay", "9-9")).isEqualTo(1);
    assertThat(terminal.err())
        .isEqualTo(
            "tamiyo: no dead letter has the id 9-9: it was replayed, dropped or is too old;"
                + " ./tamiyo dlq list --each shows what there is\n");
    assertThat(terminal.run("dlq", "replay", "last")).isEqualTo(1);
    assertThat(terminal.err()).startsWith("tamiyo: \"last\" is no id such as 1795320000000-0");
    assertThat(terminal.run("dlq", "replay", "--cause=too_large")).isZero();
    assertThat(terminal.out())
        .isEqualTo("no dead letter is like this; ./tamiyo dlq list counts all\n");
  }
}
