package io.tamiyo.jobs.deadletters;

import static io.tamiyo.operators.deadletters.Letters.LAYER;
import static io.tamiyo.operators.deadletters.Letters.NAMES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.deadletters.Letters;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DlqListTest {

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");
  private Terminal terminal;
  private Letters letters;

  @BeforeEach
  void start() throws Exception {
    terminal = new Terminal(directory, redis.url());
    letters = new Letters(redis);
  }

  @AfterEach
  void stop() {
    letters.close();
  }

  private void write() throws Exception {
    InboundEntry poison = letters.sent(LAYER, EntryBuilder.entry(LAYER).poison(3).build().fields());
    InboundEntry other =
        letters.sent("decoder", EntryBuilder.entry("decoder").heartbeat("x").build().fields());
    DecodeFailure failure = new DecodeFailure(Reason.MALFORMED_PAYLOAD, "", "no\u001b[1m JSON");
    letters.letter(poison, new Decoded.Bad(-1, 3, failure), "1000-0");
    letters.letter(other, Reason.UNKNOWN_TYPE, "2000-0");
    letters.letter(other, Reason.MALFORMED_PAYLOAD, "3000-0");
    letters.append(NAMES.deadLetters(), "3500-0", Map.of("data", "no letter".getBytes(UTF_8)));
    InboundEntry stray = new InboundEntry("*", "kasmina.inbound.shard-0", 1, 0, Map.of());
    letters.letter(stray, Reason.INVALID_FIELD, "*");
  }

  @Test
  void countsByCauseAndSaysWhetherAReplayCanHelp() throws Exception {
    write();
    assertThat(terminal.run("dlq", "list")).as(terminal.err()).isZero();
    assertThat(terminal.out().lines().toList())
        .satisfiesExactly(
            heading ->
                assertThat(heading)
                    .matches("CAUSE +LETTERS +MESSAGES +FIRST +LAST +RETRY +NEWEST.*"),
            first ->
                assertThat(first).matches("malformed_payload +2 +4 .*ago +never +3000-0 +broken"),
            second -> assertThat(second).contains("invalid_field", "never"),
            third -> assertThat(third).matches("unknown_type +1 +1 .*by hand +2000-0 +broken"),
            end -> assertThat(end).startsWith("4 letters of 6 messages; ./tamiyo dlq show ID"));
  }

  @Test
  void countsByLayerAndFiltersByCauseLayerAndAge() throws Exception {
    write();
    terminal.run("dlq", "list", "--by-layer", "--cause", "malformed_payload,unknown_type");
    assertThat(terminal.out()).contains("decoder", LAYER, "3 letters of 5");
    terminal.run("dlq", "list", "--layer", "decoder");
    assertThat(terminal.out()).contains("2 letters of 2");
    terminal.run("dlq", "list", "--layer=-");
    assertThat(terminal.out()).contains("1 letters of 1", "invalid_field");
    terminal.run("dlq", "list", "--newer-than=1h");
    assertThat(terminal.out()).contains("1 letters of 1", "invalid_field");
    terminal.run("dlq", "list", "--older-than=1h", "--cause=malformed_payload");
    assertThat(terminal.out()).contains("2 letters of 4");
    terminal.run("dlq", "list", "--layer=nobody");
    assertThat(terminal.out()).startsWith("no dead letter is like this;");
    assertThat(terminal.run("dlq", "list", "--newer-than=soon")).isEqualTo(2);
    assertThat(terminal.err()).contains("'soon' is not a span such as 90s");
  }

  @Test
  void showsEachNewestFirst() throws Exception {
    write();
    assertThat(terminal.run("dlq", "list", "--each", "--limit=2", "--older-than=1h")).isZero();
    assertThat(terminal.out().lines().toList())
        .satisfiesExactly(
            heading ->
                assertThat(heading).matches("ID +FAILED +CAUSE +LAYER +REPLAYED +NEXT +ENTRY +WHY"),
            first -> assertThat(first).startsWith("3000-0"),
            second -> assertThat(second).startsWith("2000-0"),
            more -> assertThat(more).contains("--limit"));
    terminal.run("dlq", "list", "--each", "--cause=not_finite");
    assertThat(terminal.out()).startsWith("no dead letter is like this");
  }

  @Test
  void writesJsonForPrograms() throws Exception {
    write();
    terminal.run("dlq", "list", "--json");
    JsonNode groups = new ObjectMapper().readTree(terminal.out());
    assertThat(groups.get(0).get("cause").asText()).isEqualTo("malformed_payload");
    assertThat(groups.get(0).get("messages").asInt()).isEqualTo(4);
    assertThat(groups.get(0).get("first").asText()).isEqualTo("1970-01-01T00:00:01Z");
    terminal.run("dlq", "list", "--each", "--json", "--layer=decoder");
    assertThat(terminal.out().lines().toList())
        .hasSize(2)
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).get("id")).isNotNull());
    terminal.run("dlq", "show", "2000-0", "--json");
    assertThat(new ObjectMapper().readTree(terminal.out()).at("/fields/data").asText())
        .isNotEmpty();
  }

  @Test
  void tellsAllOfOneLetterAndObeysNothingInIt() throws Exception {
    write();
    assertThat(terminal.run("dlq", "show", "1000-0")).isZero();
    assertThat(terminal.out())
        .contains("dead letter        1000-0")
        .contains("why                no·[1m JSON")
        .contains("found by           tamiyo/ingest")
        .contains("stands for         the whole entry, messages: 3")
        .contains("  data             poison");
    Path payload = directory.resolve("payload.bin");
    assertThat(terminal.run("dlq", "show", "1000-0", "--payload", payload.toString())).isZero();
    assertThat(Files.readString(payload)).isEqualTo("poison");
    assertThat(terminal.run("dlq", "show", "1000-0", "--payload", directory.toString()))
        .isEqualTo(1);
    assertThat(terminal.err()).contains("--payload", "can't be written");
    assertThat(terminal.run("dlq", "show", "1-1")).isEqualTo(1);
  }

  @Test
  void dropsWhatIsMeantAndOnADryRunNothing() throws Exception {
    write();
    assertThat(terminal.run("dlq", "drop")).isEqualTo(2);
    assertThat(terminal.run("dlq", "drop", "--older-than=1h", "--dry-run")).isZero();
    assertThat(terminal.out()).contains("3 letters would go; nothing was changed");
    assertThat(letters.ids()).hasSize(5);
    assertThat(terminal.run("dlq", "drop", "--cause=malformed_payload")).isZero();
    assertThat(terminal.out()).contains("2 letters dropped");
    assertThat(letters.ids()).hasSize(3).doesNotContain("1000-0", "3000-0");
    assertThat(terminal.run("dlq", "drop", "2000-0")).isZero();
    assertThat(terminal.run("dlq", "drop", "--all")).isZero();
    assertThat(terminal.run("dlq", "list")).isZero();
    assertThat(terminal.out()).isEqualTo("no dead letters\n");
    assertThat(terminal.run("dlq", "drop", "--all")).isZero();
    assertThat(terminal.out()).startsWith("no dead letter is like this");
  }

  @Test
  void dropsByPages() throws Exception {
    InboundEntry entry = letters.sent(LAYER, EntryBuilder.entry(LAYER).build().fields());
    for (int i = 1; i <= 2 * LetterBook.PAGE + 5; i++) {
      letters.letter(entry, Reason.TOO_LARGE, i + "-0");
    }
    assertThat(terminal.run("dlq", "drop", "--layer", LAYER)).isZero();
    assertThat(terminal.out()).contains((2 * LetterBook.PAGE + 5) + " letters dropped");
    assertThat(letters.ids()).isEmpty();
  }

  @Test
  void saysWhatToDoWhenRedisIsNotThereOrTheWordsAreWrong() {
    assertThat(new Terminal(directory, "redis://127.0.0.1:1").run("dlq", "list")).isEqualTo(1);
    Terminal nowhere = new Terminal(directory, "http://x");
    assertThat(nowhere.run("dlq", "list")).isEqualTo(1);
    assertThat(nowhere.err()).startsWith("tamiyo: --redis: a Redis address starts with redis://");
    assertThat(terminal.run("dlq", "list", "--instance-id=..")).isEqualTo(1);
    assertThat(terminal.err()).startsWith("tamiyo: --instance-id:");
    assertThat(terminal.run("dlq", "list", "5-0")).isEqualTo(2);
    assertThat(terminal.err()).contains("./tamiyo dlq show ID shows one letter");
    assertThat(terminal.run("dlq", "list", "--limit=0")).isEqualTo(2);
  }
}
