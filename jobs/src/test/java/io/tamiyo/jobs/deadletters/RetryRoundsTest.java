package io.tamiyo.jobs.deadletters;

import static io.tamiyo.jobs.deadletters.Letters.LAYER;
import static io.tamiyo.jobs.deadletters.Letters.NAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.source.Chore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** What the job tries again by itself, round by round, on a real Redis. */
class RetryRoundsTest {

  private static final String INBOUND = NAMES.inbound(LAYER);

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");
  private Terminal terminal;
  private Letters letters;
  private Chore.Worker rounds;

  @BeforeEach
  void start() throws Exception {
    terminal = new Terminal(directory, redis.url());
    letters = new Letters(redis);
    rounds = new Retries(NAMES, RetryOptions.DEFAULTS).open(redis.connections());
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
    return rounds.run().getOrDefault(RetryRounds.RETRIED, -1L);
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

    terminal.run("dlq", "show", "9-0");
    assertThat(terminal.out()).contains("nothing by itself: the job leaves it to you after 3");
    assertThat(terminal.run("dlq", "replay", "9-0")).isZero();
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
    letters.letter(
        letters.sent("text", heartbeat("m4").build().fields()), Reason.RATE_LIMITED, "8-0");
    letters.jedis().del(NAMES.inbound("text"));
    letters.jedis().set(NAMES.inbound("text"), "no stream");
    letters.letter(sent(heartbeat("m5")), Reason.RATE_LIMITED, "9-0");
    assertThat(round()).as("only the one behind them").isEqualTo(1);
    assertThat(letters.ids()).containsExactly("6-0", "7-0", "8-0");
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
  void saysWhatIsNextByTheOptionsOfTheJob() throws Exception {
    letters.letter(sent(heartbeat("m1")), Reason.RATE_LIMITED, "5-0");
    letters.letter(sent(heartbeat("m2")), Reason.UNKNOWN_TYPE, "6-0");
    terminal.run("dlq", "show", "5-0");
    assertThat(terminal.out()).contains("next               attempt 1 of 3 by the job, now");
    terminal.run("dlq", "show", "6-0");
    assertThat(terminal.out()).contains("next               nothing, unless you replay or drop it");
    terminal.run("dlq", "list", "--each", "--json");
    assertThat(terminal.out()).contains("\"next\":\"1970-01-01T00:00:10Z\"");
    letters.jedis().hset(NAMES.submittedOptions(), Map.of("dead-letters.retry-after", "36500 d"));
    terminal.run("dlq", "list", "--each", "--cause=rate_limited");
    assertThat(terminal.out()).containsPattern("5-0 .*rate_limited .*in \\d+min");
    assertThat(terminal.run("dlq", "replay", "--due", "--dry-run")).isZero();
    assertThat(terminal.out()).startsWith("no dead letter is like this");
    letters.jedis().hset(NAMES.submittedOptions(), Map.of("dead-letters.retry-after", "soon"));
    assertThat(terminal.run("dlq", "replay", "--due", "--dry-run")).isZero();
    assertThat(terminal.out()).contains("1 of 1 letters would be replayed");
  }
}
