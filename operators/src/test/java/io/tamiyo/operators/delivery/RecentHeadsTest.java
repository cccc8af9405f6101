package io.tamiyo.operators.delivery;

import static io.tamiyo.operators.delivery.EntryHeadTest.fields;
import static io.tamiyo.operators.delivery.EntryHeadTest.isOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.redis.source.FieldMap;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentHeadsTest {

  private final RecentHeads heads = new RecentHeads();

  private EntryHead written(String layer, String stream, FieldMap fields) throws IOException {
    return heads.of(heads.hash(layer, stream, fields), layer, stream, fields);
  }

  /** As another thread reads what this one wrote. */
  private EntryHead passed(RecentHeads there, String layer, String stream, FieldMap fields)
      throws IOException {
    byte[] bytes = written(layer, stream, fields).bytes();
    byte[] room = there.room(bytes.length);
    System.arraycopy(bytes, 0, room, 0, bytes.length);
    return there.read(heads.hash(layer, stream, fields), room, bytes.length);
  }

  @Test
  void givesTheSameObjectForAnEqualHead() throws IOException {
    EntryHead first = written("a", "s", fields("type", "x", "data", "1"));
    assertThat(written("a", "s", fields("type", "x", "data", "2"))).isSameAs(first);
    assertThat(written("a", "s", fields("type", "y", "data", "1"))).isNotSameAs(first);
    RecentHeads there = new RecentHeads();
    EntryHead read = passed(there, "a", "s", fields("type", "x", "data", "1"));
    assertThat(passed(there, "a", "s", fields("type", "x", "data", "2"))).isSameAs(read);
    assertThat(passed(there, "a", "s", fields("type", "y", "data", "1"))).isNotSameAs(read);
  }

  @Test
  void sharesTextsAndShapesBetweenHeads() throws IOException {
    RecentHeads there = new RecentHeads();
    EntryHead first = passed(there, "a", "s", fields("type", "x"));
    EntryHead second = passed(there, "a", "s", fields("type", "y"));
    assertThat(second).isNotSameAs(first);
    assertThat(second.layer()).isSameAs(first.layer());
    assertThat(second.stream()).isSameAs(first.stream());
    assertThat(second.shape()).isSameAs(first.shape());
  }

  @Test
  void doesNotRememberWhatIsLong() throws IOException {
    FieldMap long1 = fields("x".repeat(2_000), "1");
    EntryHead written = written("a", "s", long1);
    assertThat(written("a", "s", long1)).isNotSameAs(written);
    RecentHeads there = new RecentHeads();
    EntryHead read = passed(there, "a", "s", long1);
    assertThat(isOf(read, "a", "s", long1)).isTrue();
    assertThat(passed(there, "a", "s", long1)).isNotSameAs(read);
  }

  @Test
  void readsIntoOneRoomUnlessMuchComes() {
    assertThat(heads.room(1)).isSameAs(heads.room(1_024)).hasSize(1_024);
    assertThat(heads.room(1_025)).hasSize(1_025).isNotSameAs(heads.room(1_025));
  }

  /** All heads on one place, which has room for four. */
  @Test
  void tellsHeadsApartThatCrowdOnOnePlace() throws IOException {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 9; i++) {
        FieldMap fields = fields("type", "t" + i);
        EntryHead head = heads.of(42, "a", "s", fields);
        assertThat(isOf(head, "a", "s", fields)).isTrue();
        assertThat(heads.of(42, "a", "s", fields)).isSameAs(head);
        byte[] bytes = head.bytes();
        assertThat(isOf(heads.read(42, bytes, bytes.length), "a", "s", fields)).isTrue();
      }
    }
  }

  /** Many more heads than there are places, each of them again and again. */
  @RandomSeeds
  void givesBackWhateverComes(long seed) throws IOException {
    Random random = new Random(seed);
    RecentHeads there = new RecentHeads();
    for (int i = 0; i < 20_000; i++) {
      String layer = "layer-" + random.nextInt(6_000);
      String stream = "s" + random.nextInt(2) + layer;
      String type = "t" + random.nextInt(3);
      FieldMap fields =
          switch (random.nextInt(3)) {
            case 0 -> fields();
            case 1 -> fields("type", type, "data", "x");
            default -> fields("data", "x", "type", type);
          };
      EntryHead read = passed(there, layer, stream, fields);
      assertThat(isOf(read, layer, stream, fields)).isTrue();
      assertThat(read.layer()).isEqualTo(layer);
    }
  }
}
