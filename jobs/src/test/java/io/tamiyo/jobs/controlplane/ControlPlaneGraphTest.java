package io.tamiyo.jobs.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.OperatorId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class ControlPlaneGraphTest {

  private final StreamExecutionEnvironment environment =
      StreamExecutionEnvironment.getExecutionEnvironment();

  private StreamGraph graph(int parallelism, String... options) {
    environment.setParallelism(parallelism);
    ControlPlaneJob.of(with(options)).build(environment);
    return environment.getStreamGraph(false);
  }

  private static ControlPlaneOptions with(String... options) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i], options[i + 1]);
    }
    return ControlPlaneOptions.from(values, Map.of());
  }

  private static Set<String> vertices(int parallelism, String... options) {
    StreamExecutionEnvironment fresh = StreamExecutionEnvironment.getExecutionEnvironment();
    fresh.setParallelism(parallelism);
    ControlPlaneJob.of(with(options)).build(fresh);
    Set<String> vertices = new HashSet<>();
    for (JobVertex vertex : fresh.getStreamGraph(false).getJobGraph().getVertices()) {
      vertices.add(vertex.getName() + " at " + vertex.getParallelism());
    }
    return vertices;
  }

  private static boolean isMain(String name) {
    return List.of("ingest", "order", "detect", "tamiyo", "track", "stories", "outbound").stream()
        .allMatch(name::contains);
  }

  @Test
  void chainsTheOperatorsOfALayerIntoOneVertex() {
    for (int parallelism : List.of(1, 2, 4)) {
      Set<String> vertices = vertices(parallelism);
      assertThat(vertices).as("vertices at parallelism %d: %s", parallelism, vertices).hasSize(3);
      assertThat(vertices).anyMatch(ControlPlaneGraphTest::isMain);
    }
  }

  @Test
  void hasOneVertexMoreForTheAudit() {
    for (int parallelism : List.of(1, 2, 4)) {
      Set<String> vertices = vertices(parallelism, "archive.path", "/archive");
      assertThat(vertices).as("vertices at parallelism %d: %s", parallelism, vertices).hasSize(4);
      assertThat(vertices).anyMatch(name -> isMain(name) && name.contains("archive"));
    }
  }

  @Test
  void ordersAllLayersInOneVertexBetweenTwoOfTheLayers() {
    for (String order : List.of("GLOBAL", "CAUSAL")) {
      Set<String> vertices = vertices(2, "archive.path", "/archive", "across-layers.order", order);
      assertThat(vertices)
          .as("%s", vertices)
          .hasSize(7)
          .anyMatch(
              name ->
                  List.of("ingest", "archive", "order", "leave layer", "at 2").stream()
                      .allMatch(name::contains))
          .anyMatch(
              name ->
                  name.contains(order.toLowerCase(Locale.ROOT) + " order")
                      && name.endsWith(" at 1"))
          .anyMatch(
              name ->
                  List.of("return to layer", "detect", "tamiyo", "track", "outbound", "at 2")
                      .stream()
                      .allMatch(name::contains));
    }
  }

  @Test
  void givesEveryOperatorAUidAndAName() {
    Set<String> uids = new HashSet<>();
    for (String order : List.of("NONE", "GLOBAL", "CAUSAL")) {
      for (StreamNode node :
          graph(2, "archive.path", "/archive", "audit.topic", "true", "across-layers.order", order)
              .getStreamNodes()) {
        assertThat(node.getTransformationUID()).as("uid of %s", node.getOperatorName()).isNotNull();
        uids.add(node.getTransformationUID());
      }
    }
    for (OperatorId id : OperatorId.values()) {
      assertThat(uids).anyMatch(uid -> uid.contains(id.uid()));
    }
  }

  @Test
  void tellsTheAuditWhatTheOrderOfAllLayersPublishes() {
    StreamGraph graph = graph(2, "audit.topic", "true", "across-layers.order", "CAUSAL");

    assertThat(graph.getStreamNodes())
        .filteredOn(node -> node.getOperatorName().equals(OperatorId.AUDIT.operatorName()))
        .singleElement()
        .satisfies(
            audit ->
                assertThat(audit.getInEdges())
                    .extracting(edge -> graph.getStreamNode(edge.getSourceId()).getOperatorName())
                    .contains(
                        OperatorId.CAUSAL_ORDER.operatorName(), OperatorId.RETURN.operatorName()));
  }

  @Test
  void usesNoKryo() {
    graph(1);
    assertThat(environment.getConfig().getSerializerConfig().hasGenericTypesDisabled()).isTrue();
    assertThat(environment.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(environment.getBufferTimeout()).isZero();
  }
}
