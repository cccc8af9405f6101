package io.tamiyo.host.layer;

import static io.tamiyo.host.layer.HostileCommands.LAYER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.host.layer.HostileCommands.Hostile;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.SeedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.util.JedisByteHashMap;

/** What nobody should send is refused by name and reason, and touches nothing. */
class HostileCommandsTest {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final String NEIGHBOUR = "layer-2";
  private static final int SEEDS = 4;

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final TestingKernel kernel = new TestingKernel();
  private final HostProcess host =
      new HostProcess(
          HostOptions.of("host-1", List.of(LAYER, NEIGHBOUR), SEEDS),
          redis.endpoint(),
          HostStores.none(),
          layerId -> kernel);

  @BeforeEach
  void start() {
    host.start();
  }

  @AfterEach
  void stop() {
    host.stop();
    job.close();
  }

  @Test
  void refusesEachByNameAndReasonAndIsAsBefore() {
    List<SeedTable> before = host.layers().stream().map(LayerRuntime::seeds).toList();
    List<Hostile> hostile = HostileCommands.all();
    Map<String, Hostile> byAcknowledgement = new HashMap<>();
    for (Hostile command : hostile) {
      byAcknowledgement.put("ack-" + LAYER + "-" + send(command.payload()), command);
    }

    List<CommandResult> results = job.awaitAcknowledgements(LAYER, hostile.size());

    assertThat(results).hasSameSizeAs(hostile);
    SoftAssertions softly = new SoftAssertions();
    for (CommandResult result : results) {
      Hostile command = byAcknowledgement.remove(result.header().messageId());
      check(softly, Objects.requireNonNull(command, "answered twice"), result);
    }
    softly.assertAll();
    assertThat(host.layers()).extracting(LayerRuntime::seeds).isEqualTo(before);
    assertThat(job.messages(NAMES.inbound(LAYER)))
        .doesNotHaveAnyElementsOfTypes(StateTransitionEvent.class);
    assertThat(job.acknowledgements(NEIGHBOUR)).isEmpty();
    assertStillObeys(hostile.size());
  }

  private static void check(SoftAssertions softly, Hostile command, CommandResult result) {
    softly.assertThat(result.success()).as(command.what()).isFalse();
    softly
        .assertThat(result.outcome())
        .as(command.what())
        .isIn(Outcome.REJECTED, Outcome.STALE_REVISION);
    softly.assertThat(result.error()).as(command.what()).contains(command.says());
    softly.assertThat(String.valueOf(result.error()).length()).isLessThan(500);
    if (command.id().isEmpty()) {
      softly.assertThat(result.commandId()).as(command.what()).startsWith("unnamed-");
    } else {
      softly.assertThat(result.commandId()).as(command.what()).isEqualTo(command.id());
    }
  }

  private void assertStillObeys(int earlier) {
    SeedTarget seed = new SeedTarget(1, host.layers().get(0).seeds().seed(1).revision());
    job.command(LAYER, Fixtures.transition(LAYER, SeedState.GERMINATED).of(seed).build());

    List<Outcome> outcomes = job.awaitOutcomes(LAYER, earlier + 1);

    assertThat(outcomes.get(earlier)).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void doesNotLetOneCommandOfABatchSpoilTheOthers() {
    long hostEpoch = host.layers().get(0).seeds().hostEpoch();
    String good =
        HostileCommands.part(0).replace("\"host_epoch\":1", "\"host_epoch\":" + hostEpoch);
    String bad = good.replace("GERMINATED", "ASLEEP").replace("part-0", "part-1");
    String other = good.replace("\"seed_id\":0", "\"seed_id\":2").replace("part-0", "part-2");
    String batch = HostileCommands.batchOf(String.join(",", good, bad, "{}", other));

    send(batch.replace("\"atomic\":true", "\"atomic\":false"));

    CommandResult result = job.awaitAcknowledgements(LAYER, 1).get(0);
    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(result.error()).contains("part 1: could not be read: commands[1].target_state");
    assertThat(String.valueOf(result.details())).contains("part-0", "APPLIED", "part-2");
    assertThat(host.layers().get(0).seeds().where(seed -> seed.state() == SeedState.GERMINATED))
        .extracting(seed -> seed.id())
        .containsExactly(0, 2);
  }

  private String send(String payload) {
    Map<byte[], byte[]> fields = new JedisByteHashMap();
    fields.put(EntryFields.TYPE.getBytes(UTF_8), "Command".getBytes(UTF_8));
    fields.put(EntryFields.ENCODING.getBytes(UTF_8), "json".getBytes(UTF_8));
    fields.put(EntryFields.LAYER.getBytes(UTF_8), LAYER.getBytes(UTF_8));
    fields.put(EntryFields.DATA.getBytes(UTF_8), payload.getBytes(UTF_8));
    return job.append(NAMES.control(LAYER), fields);
  }
}
