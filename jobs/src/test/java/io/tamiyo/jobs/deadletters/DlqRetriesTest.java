package io.tamiyo.jobs.deadletters;

import static io.tamiyo.operators.deadletters.Letters.LAYER;
import static io.tamiyo.operators.deadletters.Letters.NAMES;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.deadletters.Letters;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of the job's own retries. */
class DlqRetriesTest {

  private static final String NOTHING = "next               nothing, unless you replay or drop it";

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

  private InboundEntry sent(String id) {
    return letters.sent(LAYER, EntryBuilder.entry(LAYER).heartbeat(id).build().fields());
  }

  @Test
  void saysWhatIsNextByTheOptionsOfTheJob() throws Exception {
    letters.letter(sent("m1"), Reason.RATE_LIMITED, "5-0");
    letters.letter(sent("m2"), Reason.UNKNOWN_TYPE, "6-0");
    terminal.run("dlq", "show", "5-0");
    assertThat(terminal.out()).contains("next               attempt 1 of 3 by the job, not before");
    terminal.run("dlq", "show", "6-0");
    assertThat(terminal.out()).contains(NOTHING);
    terminal.run("dlq", "list", "--each", "--json");
    assertThat(terminal.out()).contains("\"next\":\"1970-01-01T00:00:10Z\"");
    letters.letter(sent("m3"), Reason.RATE_LIMITED, "*");
    letters.jedis().hset(NAMES.submittedOptions(), Map.of("dead-letters.retry-after", "5 h"));
    terminal.run("dlq", "list", "--each", "--cause=rate_limited", "--newer-than=1h");
    assertThat(terminal.out()).containsPattern("rate_limited .*in \\d+min");
    assertThat(terminal.run("dlq", "replay", "--due", "--dry-run", "--newer-than=1h")).isZero();
    assertThat(terminal.out()).startsWith("no dead letter is like this");
    letters.jedis().hset(NAMES.submittedOptions(), Map.of("dead-letters.retry-after", "soon"));
    assertThat(terminal.run("dlq", "replay", "--due", "--dry-run")).isZero();
    assertThat(terminal.out()).contains("1 of 1 letters would be replayed");
  }

  @Test
  void promisesNothingThatTheJobDoesNotDo() throws Exception {
    Map<String, byte[]> fields = EntryBuilder.entry(LAYER).heartbeat("m").build().fields();
    letters.letter(letters.sentTo(NAMES.control(LAYER), LAYER, fields), Reason.RATE_LIMITED, "1-0");
    letters.letter(letters.sent("gone", fields), Reason.RATE_LIMITED, "2-0");
    letters.register("gone");
    letters.jedis().del(NAMES.inbound("gone"));
    letters.letter(letters.sent("stranger", fields), Reason.RATE_LIMITED, "3-0");
    InboundEntry large =
        letters.sent(
            LAYER,
            EntryBuilder.entry(LAYER).field("data", "x".repeat(800 * 1024)).build().fields());
    letters.letter(large, Reason.RATE_LIMITED, "4-0");
    letters.letter(
        letters.sent(
            LAYER,
            EntryBuilder.entry(LAYER)
                .replayOf("1-0")
                .field("replay_attempt", "3")
                .heartbeat("m")
                .build()
                .fields()),
        Reason.RATE_LIMITED,
        "5-0");
    for (String id : letters.ids()) {
      assertThat(terminal.run("dlq", "show", id)).isZero();
      assertThat(terminal.out()).as(id).contains(NOTHING);
    }
    assertThat(terminal.run("dlq", "replay", "--due")).isZero();
    assertThat(terminal.out())
        .contains("1  rate_limited  its stream is gone")
        .contains("1  rate_limited  its layer is no longer registered")
        .contains("1  rate_limited  a command")
        .contains("0 of 3 letters");
  }

  @Test
  void replaysWhatIsDueAsTheJobDoes() throws Exception {
    letters.letter(sent("m1"), Reason.RATE_LIMITED, "5-0");
    assertThat(terminal.run("dlq", "replay", "--due")).as(terminal.err()).isZero();
    InboundEntry again = letters.entries(NAMES.inbound(LAYER)).get(1);
    assertThat(Letters.text(again, EntryFields.REPLAY_BY)).isEqualTo(EntryFields.BY_THE_JOB);
  }
}
