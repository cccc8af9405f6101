package io.tamiyo.jobs.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.OperatorId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class ControlPlaneGraphTest {

  private final StreamExecutionEnvironment environment =
      StreamExecutionEnvironment.getExecutionEnvironment();

  private StreamGraph graph(int parallelism) {
    environment.setParallelism(parallelism);
    ControlPlaneJob.of(audited()).build(environment);
    return environment.getStreamGraph(false);
  }

  private static ControlPlaneOptions archiving() {
    return ControlPlaneOptions.from(Map.of("archive.path", "/archive"), Map.of());
  }

  private static ControlPlaneOptions audited() {
    return ControlPlaneOptions.from(
        Map.of("archive.path", "/archive", "audit.topic", "true"), Map.of());
  }

  private static Set<String> vertices(ControlPlaneOptions options, int parallelism) {
    StreamExecutionEnvironment fresh = StreamExecutionEnvironment.getExecutionEnvironment();
    fresh.setParallelism(parallelism);
    ControlPlaneJob.of(options).build(fresh);
    JobGraph jobGraph = fresh.getStreamGraph(false).getJobGraph();
    Set<String> vertices = new HashSet<>();
    for (JobVertex vertex : jobGraph.getVertices()) {
      vertices.add(vertex.getName());
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
      Set<String> vertices = vertices(ControlPlaneOptions.from(Map.of(), Map.of()), parallelism);
      assertThat(vertices).as("vertices at parallelism %d: %s", parallelism, vertices).hasSize(3);
      assertThat(vertices).anyMatch(ControlPlaneGraphTest::isMain);
    }
  }

  @Test
  void hasOneVertexMoreForTheAudit() {
    for (int parallelism : List.of(1, 2, 4)) {
      Set<String> vertices = vertices(archiving(), parallelism);
      assertThat(vertices).as("vertices at parallelism %d: %s", parallelism, vertices).hasSize(4);
      assertThat(vertices).anyMatch(name -> isMain(name) && name.contains("archive"));
    }
  }

  @Test
  void givesEveryOperatorAUidAndAName() {
    Set<String> uids = new HashSet<>();
    for (StreamNode node : graph(2).getStreamNodes()) {
      assertThat(node.getTransformationUID()).as("uid of %s", node.getOperatorName()).isNotNull();
      uids.add(node.getTransformationUID());
    }
    for (OperatorId id : OperatorId.values()) {
      assertThat(uids).anyMatch(uid -> uid.contains(id.uid()));
    }
  }

  @Test
  void usesNoKryo() {
    graph(1);
    assertThat(environment.getConfig().getSerializerConfig().hasGenericTypesDisabled()).isTrue();
    assertThat(environment.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(environment.getBufferTimeout()).isZero();
  }
}
