package io.tamiyo.operators.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.delivery.LedgerTerms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LayerTrackingSerializerTest {

  private final LayerTrackingSerializer serializer = new LayerTrackingSerializer();

  @RandomSeeds
  void readsWhatItWroteAndCopiesIt(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      LayerTracking layer = anyLayer(random);
      byte[] written = write(layer);
      LayerTracking read = serializer.deserialize(new DataInputDeserializer(written));

      assertThat(write(read)).isEqualTo(written);
      assertThat(write(serializer.copy(layer))).isEqualTo(written);
      assertThat(read.commands().waiting()).isEqualTo(layer.commands().waiting());
      assertThat(read.ledger()).isEqualTo(layer.ledger());
      assertThat(read.planned()).isEqualTo(layer.planned());
      assertThat(read.told()).isEqualTo(layer.told());
    }
  }

  @Test
  void aCopyIsNotTouchedByWhatBecomesOfTheOriginal() throws IOException {
    LayerTracking layer = anyLayer(new Random(1));
    LayerTracking copy = serializer.copy(layer);
    byte[] before = write(copy);

    layer.commands().pending().removeIf(command -> true);
    layer.commands().early().add("x", 1);
    layer.plan("new");
    layer.setLedger(layer.ledger().plus(1));
    layer.announce(99, 99);

    assertThat(write(copy)).isEqualTo(before);
  }

  @Test
  void canBeFoundAgainInASavepoint() {
    assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
    assertThat(serializer.createInstance().out()).isZero();
  }

  private static LayerTracking anyLayer(Random random) {
    List<PendingCommand> pending = new ArrayList<>();
    for (int number = random.nextInt(5); number > 0; number--) {
      pending.add(
          new PendingCommand(
              "command-" + number,
              List.of(number, number + random.nextInt(3)),
              random.nextBoolean(),
              random.nextLong(),
              random.nextBoolean() ? "1-" + number : null,
              random.nextLong(),
              random.nextLong(),
              random.nextInt(),
              random.nextInt(),
              random.nextBoolean(),
              Map.of("data", new byte[random.nextInt(9)])));
    }
    EarlyAnswers early = new EarlyAnswers();
    early.add("command", random.nextLong());
    CommandTracker commands =
        new CommandTracker(
            PendingCommands.of(pending), early, random.nextLong(), random.nextLong(), "holder");
    return new LayerTracking(
        commands,
        List.of("r-1", "r-2"),
        new LedgerCount(
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            3,
            new LedgerTerms(1, 2, 3, 4, random.nextLong())),
        random.nextLong(),
        random.nextLong(),
        List.of(Standing.values()).get(random.nextInt(Standing.values().length)));
  }

  private byte[] write(LayerTracking layer) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(64);
    serializer.serialize(layer, target);
    return target.getCopyOfBuffer();
  }
}
