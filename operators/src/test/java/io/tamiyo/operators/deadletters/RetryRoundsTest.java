package io.tamiyo.operators.deadletters;

import static io.tamiyo.operators.deadletters.Letters.LAYER;
import static io.tamiyo.operators.deadletters.Letters.NAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.Chore;
import io.tamiyo.operators.streams.Installed;
import io.tamiyo.operators.tracking.LeaseOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.StreamEntryID;

/** What the job tries again by itself, round by round, on a real Redis. */
class RetryRoundsTest {

  private static final String INBOUND = NAMES.inbound(LAYER);

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static final RetrySettings SETTINGS =
      new RetrySettings(RetryOptions.DEFAULTS, LeaseOptions.DEFAULTS, true);

  private final AtomicLong nanos = new AtomicLong();
  private Letters letters;
  private Chore.Worker rounds;

  @BeforeEach
  void start() throws Exception {
    letters = new Letters(redis);
    letters.register(LAYER);
    rounds = opened();
  }

  private Chore.Worker opened() {
    return new RetryRounds(redis.connections(), NAMES, SETTINGS, "mine", nanos::get);
  }

  @AfterEach
  void stop() {
    rounds.close();
    letters.close();
  }

  private InboundEntry sent(EntryBuilder entry) {
    return letters.sent(LAYER, entry.build().fields());
  }

  private static EntryBuilder heartbeat(String id) {
    return EntryBuilder.entry(LAYER).heartbeat(id);
  }

  private long round() throws Exception {
    return rounds.run().getOrDefault(RetrySession.RETRIED, -1L);
  }

  private List<InboundEntry> replayed() {
    List<InboundEntry> entries = letters.entries(INBOUND);
    return entries.stream().filter(it -> it.fields().containsKey(EntryFields.REPLAY_OF)).toList();
  }

  @Test
  void triesAgainWhatIsDueAndSaysThatTheJobDid() throws Exception {
    InboundEntry entry = sent(heartbeat("m1"));
    letters.letter(entry, Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(heartbeat("m2")), Reason.UNKNOWN_TYPE, "6-0");
    letters.letter(sent(heartbeat("m3")), Reason.MALFORMED_PAYLOAD, "7-0");
    String fresh = letters.letter(sent(heartbeat("m4")), Reason.RATE_LIMITED, "*");

    assertThat(round()).isEqualTo(1);
    assertThat(round()).isZero();

    assertThat(letters.ids()).containsExactly("6-0", "7-0", fresh);
    InboundEntry again = replayed().get(0);
    assertThat(again.fields()).containsAllEntriesOf(entry.fields());
    assertThat(Letters.text(again, EntryFields.REPLAY_OF)).isEqualTo("5-0");
    assertThat(Letters.text(again, EntryFields.REPLAY_ATTEMPT)).isEqualTo("1");
    assertThat(Letters.text(again, EntryFields.REPLAY_BY)).isEqualTo("job");
  }

  @Test
  void triesThreeTimesAndThenLeavesItToPeopleWhoseReplayIsTheirOwn() throws Exception {
    InboundEntry entry = sent(heartbeat("m1"));
    for (int attempt = 0; attempt < 3; attempt++) {
      letters.letter(entry, Reason.RATE_LIMITED, 5 + attempt + "-0");
      assertThat(round()).isEqualTo(1);
      entry = replayed().get(attempt);
    }
    letters.letter(entry, Reason.RATE_LIMITED, "9-0");
    assertThat(round()).isZero();

    try (Installed installed = new Installed(redis.connections().open(), NAMES)) {
      StoredLetter last = new LetterBook(installed).find(StreamId.parse("9-0")).orElseThrow();
      Replay.byHand(installed, false).run(last);
    }
    assertThat(replayed().get(3).fields()).doesNotContainKey(EntryFields.REPLAY_BY);
  }

  @Test
  void waitsByTheTimeOfTheStreamAndNotByAnyClock() throws Exception {
    InboundEntry first = heartbeat("m1").build();
    letters.append(INBOUND, "1000-0", first.fields());
    letters.letter(first, Reason.RATE_LIMITED, "1000-0");
    letters.append(INBOUND, "10999-0", heartbeat("m2").build().fields());
    assertThat(round()).isZero();
    letters.append(INBOUND, "11000-0", heartbeat("m3").build().fields());
    assertThat(round()).isEqualTo(1);
  }

  @Test
  void leavesWhatPeopleWereFasterWithAndWhatHasNoStream() throws Exception {
    String soon = letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.letter(
        letters.sent("gone", heartbeat("m2").build().fields()), Reason.RATE_LIMITED, "6-0");
    letters.jedis().del(NAMES.inbound("gone"));
    letters.letter(
        letters.sentTo(NAMES.control(LAYER), LAYER, heartbeat("m3").build().fields()),
        Reason.RATE_LIMITED,
        "7-0");
    letters.jedis().xdel(NAMES.deadLetters(), new StreamEntryID(soon));
    assertThat(round()).isZero();
    assertThat(letters.ids()).containsExactly("6-0", "7-0");
  }

  @Test
  void losesNothingWhenRedisRefuses() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.jedis().configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> rounds.run())
          .isInstanceOf(RedisAccessException.class)
          .hasMessageContaining("trying dead letters again");
    } finally {
      letters.jedis().configSet("maxmemory", "0");
    }
    assertThat(round()).isEqualTo(1);
    assertThat(replayed()).hasSize(1);
  }

  @Test
  void replaysOneOfTwoCopiesAndDropsTheOther() throws Exception {
    InboundEntry entry = sent(heartbeat("m1"));
    letters.letter(entry, Reason.RATE_LIMITED, "5-0");
    letters.letter(entry, Reason.RATE_LIMITED, "6-0");
    assertThat(round()).isEqualTo(1);
    assertThat(replayed()).hasSize(1);
    assertThat(letters.ids()).isEmpty();
  }

  @Test
  void goesOnWithTheRestOfTheBookAfterARestart() throws Exception {
    for (int letter = 1; letter <= 30; letter++) {
      letters.letter(sent(heartbeat("m" + letter)), Reason.RATE_LIMITED, letter + "-0");
    }
    assertThat(round()).isEqualTo(RetryQueue.AT_ONCE);
    rounds.close();
    rounds = opened();
    assertThat(round()).isEqualTo(30 - RetryQueue.AT_ONCE);
    assertThat(round()).isZero();
    assertThat(replayed()).hasSize(30);
    assertThat(letters.ids()).isEmpty();
  }

  @Test
  void leavesWhatIsTooLargeToBeCopiedSinceItWouldTryForEver() throws Exception {
    letters.letter(
        sent(heartbeat("m1").field("data", "x".repeat(800 * 1024))), Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(heartbeat("m2")), Reason.RATE_LIMITED, "6-0");
    assertThat(round()).isEqualTo(1);
    assertThat(round()).isZero();
    assertThat(letters.ids()).containsExactly("5-0");
  }

  @Test
  void leavesWhatIsLeftOfALayerThatWasForgotten() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.jedis().hdel(NAMES.layers(), LAYER);
    assertThat(rounds.run()).containsEntry(RetrySession.LEFT, 1L);
    assertThat(replayed()).isEmpty();
    assertThat(letters.ids()).containsExactly("5-0");
  }

  @Test
  void readsAgainWhatThereWasNoRoomForOnceThereIs() throws Exception {
    int all = RetryQueue.MAX_OF_STREAM + 100;
    InboundEntry entry = sent(heartbeat("m"));
    for (int letter = 1; letter <= all; letter++) {
      InboundEntry each = new InboundEntry(LAYER, INBOUND, letter, 0, entry.fields());
      letters.letter(each, Reason.RATE_LIMITED, letter + "-0");
    }
    long retried = 0;
    for (int i = 0; i < 2 * all / RetryQueue.AT_ONCE; i++) {
      retried += round();
    }
    assertThat(retried).isEqualTo(all);
    assertThat(letters.ids()).isEmpty();
  }

  @Test
  void holdsUpNoStreamForAnotherThatRedisRefuses() throws Exception {
    for (String other : List.of("one", "two")) {
      InboundEntry entry = letters.sent(other, heartbeat(other).build().fields());
      letters.letter(entry, Reason.RATE_LIMITED, other.equals("one") ? "5-0" : "6-0");
      letters.register(other);
    }
    letters.jedis().del(NAMES.inbound("one"));
    letters.jedis().set(NAMES.inbound("one"), "no stream");
    letters.letter(sent(heartbeat("m3")), Reason.RATE_LIMITED, "7-0");
    assertThat(round()).isEqualTo(2);
    assertThat(letters.ids()).containsExactly("5-0");
  }

  @Test
  void leavesTheLetterThatRedisRefusesAndGoesOn() throws Exception {
    InboundEntry entry = sent(heartbeat("m1"));
    letters.letter(entry, Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(heartbeat("m2")), Reason.RATE_LIMITED, "6-0");
    try (Installed installed = new Installed(redis.connections().open(), NAMES)) {
      StoredLetter letter = new LetterBook(installed).find(StreamId.parse("5-0")).orElseThrow();
      letters.jedis().lpush(NAMES.replayedLetter(Replay.identity(letter)), "no text");
    }
    assertThat(rounds.run())
        .containsEntry(RetrySession.RETRIED, 1L)
        .containsEntry(RetrySession.LEFT, 1L);
    assertThat(letters.ids()).containsExactly("5-0");
  }

  @Test
  void leavesToTheNextRoundWhatThereIsNoTimeFor() throws Exception {
    rounds.close();
    rounds =
        new RetryRounds(
            redis.connections(),
            NAMES,
            SETTINGS,
            "mine",
            () -> nanos.getAndAdd(RoundBudget.TIME.toNanos()));
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(heartbeat("m2")), Reason.RATE_LIMITED, "6-0");
    assertThat(round()).as("it has read one").isEqualTo(1);
    assertThat(round()).isEqualTo(1);
    assertThat(round()).isZero();
  }

  @Test
  void triesNothingWhereAnotherJobSendsTheCommands() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.jedis().hset(NAMES.jobEpoch(), "holder", "another");
    assertThat(rounds.run()).isEmpty();
    letters.jedis().hset(NAMES.jobEpoch(), "holder", "mine");
    assertThat(round()).isEqualTo(1);
  }

  @Test
  void tellsTheAuditOnceARoundThatPutSomethingBack() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(heartbeat("m2")), Reason.RATE_LIMITED, "6-0");
    round();
    round();
    assertThat(letters.entries(NAMES.audit()))
        .singleElement()
        .satisfies(
            told ->
                assertThat(Letters.text(told, EntryFields.DATA))
                    .contains("2 dead letters retried", "tamiyo/retries"));
    letters.jedis().del(NAMES.audit());
    letters.jedis().set(NAMES.audit(), "no stream");
    letters.letter(sent(heartbeat("m3")), Reason.RATE_LIMITED, "7-0");
    assertThat(rounds.run())
        .containsEntry(RetrySession.RETRIED, 1L)
        .containsEntry(RetrySession.NOT_AUDITED, 1L);
  }

  @Test
  void isAChoreThatFindsItsHolderByTheJob() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.jedis().hset(NAMES.jobEpoch(), "holder", "job-7");
    Retries retries = new Retries(NAMES, SETTINGS);
    assertThat(retries.metricName()).isEqualTo("deadLetterRetries");
    assertThat(retries.every()).isEqualTo(Duration.ofSeconds(1));
    try (Chore.Worker worker = retries.open(redis.connections(), "job-7")) {
      assertThat(worker.run()).as(retries.name()).containsEntry(RetrySession.RETRIED, 1L);
    }
  }

  @Test
  void isAChoreThatFindsItsHolderByTheLineageThatTheLeaseNames() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    LeaseOptions prod =
        new LeaseOptions("prod", false, Duration.ofSeconds(10), Duration.ofSeconds(1));
    Retries retries =
        new Retries(NAMES, new RetrySettings(SETTINGS.options(), prod, SETTINGS.audited()));
    try (Chore.Worker worker = retries.open(redis.connections(), "job-7")) {
      letters.jedis().hset(NAMES.jobEpoch(), "holder", "staging");
      assertThat(worker.run()).isEmpty();
      letters.jedis().hset(NAMES.jobEpoch(), "holder", "prod");
      assertThat(worker.run()).containsEntry(RetrySession.RETRIED, 1L);
    }
  }
}
