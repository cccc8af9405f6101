package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.naming.StreamNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamAssignmentTest {

  private final StreamNames names = StreamNames.unnamed();

  @Test
  void givesEachOfAFewLayersAStreamOfItsOwn() {
    assertThat(StreamAssignment.assign(names, Map.of("c", names.inbound("c")), List.of("a", "b")))
        .isEqualTo(Map.of("a", "kasmina.inbound.a", "b", "kasmina.inbound.b"));
  }

  @Test
  void sharesStreamsAmongMany() {
    List<String> layers = IntStream.range(0, 300).mapToObj(i -> "layer-" + i).toList();

    Map<String, String> assigned = StreamAssignment.assign(names, Map.of(), layers);

    assertThat(new HashSet<>(assigned.values()))
        .hasSizeLessThanOrEqualTo(64)
        .hasSizeGreaterThan(32)
        .allMatch(stream -> stream.startsWith("kasmina.inbound.shard-"));
    assertThat(assigned).hasSize(300);
  }

  @Test
  void leavesALayerWhereItWas() {
    List<String> layers = IntStream.range(0, 100).mapToObj(i -> "layer-" + i).toList();
    Map<String, String> before = Map.of("layer-7", "kasmina.inbound.layer-7");

    assertThat(StreamAssignment.assign(names, before, layers))
        .containsEntry("layer-7", "kasmina.inbound.layer-7");
  }
}
