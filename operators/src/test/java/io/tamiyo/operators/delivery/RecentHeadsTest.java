package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.util.Random;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class RecentHeadsTest {

  private final RecentHeads heads = new RecentHeads();

  private static FieldShape shape(String... names) {
    return new FieldShape(names);
  }

  private EntryHead passed(RecentHeads through, EntryHead head) throws IOException {
    byte[] bytes = through.bytes(head.layer(), head.stream(), head.shape());
    byte[] room = through.buffer(bytes.length);
    System.arraycopy(bytes, 0, room, 0, bytes.length);
    return through.head(room, bytes.length);
  }

  private EntryHead passed(EntryHead head) throws IOException {
    return passed(heads, head);
  }

  @Test
  void givesTheSameObjectForAnEqualHead() throws IOException {
    byte[] bytes = heads.bytes("a", "s", shape("type"));
    assertThat(heads.bytes("a", "s", shape("type"))).isSameAs(bytes);
    EntryHead head = passed(new EntryHead("a", "s", shape("type")));
    assertThat(passed(new EntryHead("a", "s", shape("type")))).isSameAs(head);
  }

  @Test
  void sharesShapesBetweenLayers() throws IOException {
    EntryHead first = passed(new EntryHead("a", "s", shape("type", "data")));
    EntryHead second = passed(new EntryHead("b", "t", shape("type", "data")));
    assertThat(second.shape()).isSameAs(first.shape());
  }

  /** "Aa" and "BB" have one hash. */
  @Test
  void tellsHeadsApartThatFallOnOnePlaceWhenTheyAreWritten() throws IOException {
    for (int round = 0; round < 3; round++) {
      for (String layer : new String[] {"Aa", "BB"}) {
        for (String stream : new String[] {"AaAa", "BBBB"}) {
          EntryHead head = new EntryHead(layer, stream, shape("type"));
          assertThat(heads.bytes(layer, stream, shape("type"))).isEqualTo(head.bytes());
          assertThat(passed(head)).isEqualTo(head);
        }
      }
    }
  }

  @Test
  void tellsHeadsApartThatFallOnOnePlaceWhenTheyAreRead() throws IOException {
    String end = "x".repeat(24);
    for (int round = 0; round < 3; round++) {
      for (String layer : new String[] {"a" + end, "b" + end}) {
        for (String stream : new String[] {"s", "t"}) {
          for (FieldShape shape : new FieldShape[] {shape("type"), shape("data")}) {
            EntryHead head = new EntryHead(layer, stream, shape);
            assertThat(passed(head)).isEqualTo(head);
          }
        }
      }
    }
  }

  @Test
  void doesNotRememberWhatIsLong() throws IOException {
    EntryHead head = new EntryHead("a".repeat(2_000), "s", shape("type"));
    byte[] bytes = heads.bytes(head.layer(), head.stream(), head.shape());
    assertThat(heads.bytes(head.layer(), head.stream(), head.shape()))
        .isNotSameAs(bytes)
        .isEqualTo(bytes);
    EntryHead read = passed(head);
    assertThat(read).isEqualTo(head);
    assertThat(passed(head)).isNotSameAs(read).isEqualTo(head);
  }

  @Test
  void readsIntoOneRoomUnlessMuchComes() {
    assertThat(heads.buffer(1)).isSameAs(heads.buffer(1_024)).hasSize(1_024);
    assertThat(heads.buffer(1_025)).hasSize(1_025).isNotSameAs(heads.buffer(1_025));
  }

  @Test
  void remembersNothingOnItsWayToWhereItRuns() throws Exception {
    EntryHead head = passed(new EntryHead("a", "s", shape("type")));
    RecentHeads there = InstantiationUtil.clone(heads);
    assertThat(passed(there, head)).isEqualTo(head).isNotSameAs(head);
  }

  /** Many more heads than there are places, each of them again and again. */
  @RandomSeeds
  void givesBackWhateverComes(long seed) throws IOException {
    Random random = new Random(seed);
    FieldShape[] shapes = {shape(), shape("type"), shape("type", "data"), shape("data", "type")};
    for (int i = 0; i < 20_000; i++) {
      String layer = "layer-" + random.nextInt(6_000);
      EntryHead head =
          new EntryHead(
              layer, "s" + random.nextInt(2) + layer, shapes[random.nextInt(shapes.length)]);
      assertThat(passed(head)).isEqualTo(head);
    }
  }
}
