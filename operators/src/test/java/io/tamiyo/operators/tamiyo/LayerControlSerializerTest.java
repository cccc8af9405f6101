package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.request;
import static io.tamiyo.contracts.fixtures.Fixtures.target;
import static io.tamiyo.operators.tamiyo.Views.LAYER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.TransitionRequest;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LayerControlSerializerTest {

  private final LayerControlSerializer serializer = new LayerControlSerializer();

  @RandomSeeds
  void readsWhatItWroteAndCopiesIt(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      LayerControl control = anyControl(random);
      byte[] written = write(control);

      assertThat(write(read(written))).isEqualTo(written);
      assertThat(write(serializer.copy(control))).isEqualTo(written);
      assertThat(write(serializer.copy(control, serializer.createInstance()))).isEqualTo(written);
      DataOutputSerializer piped = new DataOutputSerializer(64);
      serializer.copy(new DataInputDeserializer(written), piped);
      assertThat(piped.getCopyOfBuffer()).isEqualTo(written);
    }
  }

  @Test
  void aCopyIsNotTouchedByWhatTheOriginalTakes() throws IOException {
    LayerControl control = new LayerControl();
    control.view().take(report(LAYER).seeds(3).build(), 1, false);
    LayerControl copy = serializer.copy(control);
    byte[] before = write(copy);

    control.view().take(report(LAYER).seeds(3).revision(0, 7).build(), 2, false);
    control.requests().take(request(LAYER, SeedState.GERMINATED).build(), "1-1", 0);
    control.advance(9);

    assertThat(write(copy)).isEqualTo(before);
  }

  @Test
  void keepsRequestsAndPlansAsFarAsTheyHaveCome() throws IOException {
    TransitionRequest request =
        request(LAYER, SeedState.CULLED)
            .from(SeedState.EVALUATING, SeedState.TRAINING)
            .seeds(3, 1)
            .minPerformance(0.25)
            .batchSize(4)
            .forced()
            .build();
    Plan plan =
        new Plan(
            request.header(),
            LAYER,
            "r-2",
            7,
            SeedState.CULLED,
            List.of(target(1, 2)),
            true,
            "why");
    LayerControl control = new LayerControl();
    control.requests().take(request, "5-1", 50);
    control.requests().take(plan, "6-1", 60);
    control.requests().take(request(LAYER, SeedState.TRAINING).id("r-3").build(), "7-1", 70);
    control.requests().close("r-3");

    List<OpenRequest> restored = read(write(control)).requests().all();

    assertThat(restored).isEqualTo(control.requests().all());
    assertThat(restored.get(0).request()).isEqualTo(request);
    assertThat(restored.get(1).plan()).isEqualTo(plan);
    assertThat(restored.get(2).closed()).isTrue();
  }

  @Test
  void refusesStateOfALaterRelease() throws IOException {
    byte[] written = write(new LayerControl());
    written[0] = 2;

    assertThatThrownBy(() -> read(written))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "LayerControlSerializer finds state of version 2, but reads 1 to 1;"
                + " start the release that wrote it, or a later one");
  }

  @Test
  void refusesStateThatIsNone() throws IOException {
    byte[] written = write(new LayerControl());
    written[22] = 0x7f;

    assertThatThrownBy(() -> read(written))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state of a layer has");
  }

  @Test
  void isOfVariableLengthAndMutableAndCanBeFoundAgain() {
    assertThat(serializer.getLength()).isEqualTo(-1);
    assertThat(serializer.isImmutableType()).isFalse();
    assertThat(serializer.duplicate()).isEqualTo(serializer);
    assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
  }

  private static LayerControl anyControl(Random random) {
    LayerControl control = new LayerControl();
    for (int report = random.nextInt(4); report > 0; report--) {
      control.view().take(Views.anyReport(random, random.nextInt(3)), random.nextInt(9), false);
    }
    for (int number = random.nextInt(4); number > 0; number--) {
      control
          .requests()
          .take(request(LAYER, SeedState.TRAINING).id("r" + number).build(), "1-1", number);
    }
    control.advance(random.nextInt());
    control.see(List.of(Sight.values()).get(random.nextInt(4)));
    control.setQuiet(random.nextBoolean());
    return control;
  }

  private byte[] write(LayerControl control) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(64);
    serializer.serialize(control, target);
    return target.getCopyOfBuffer();
  }

  private LayerControl read(byte[] written) throws IOException {
    return serializer.deserialize(new LayerControl(), new DataInputDeserializer(written));
  }
}
