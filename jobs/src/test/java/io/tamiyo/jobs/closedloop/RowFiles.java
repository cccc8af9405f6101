package io.tamiyo.jobs.closedloop;

import io.tamiyo.operators.OperatorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** Files that hold exactly once each line that a job writes of what one of its operators does. */
record RowFiles(Path directory) {

  /** What an operator of the job in an environment hands on. */
  static DataStream<?> behind(OperatorId operator, StreamExecutionEnvironment environment) {
    Transformation<?> found =
        environment.getTransformations().stream()
            .filter(each -> operator.uid().equals(each.getUid()))
            .findFirst()
            .orElseThrow();
    return new DataStream<>(environment, found);
  }

  FileSink<String> sink() {
    return FileSink.forRowFormat(
            new org.apache.flink.core.fs.Path(directory.toUri()), new SimpleStringEncoder<String>())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .build();
  }

  /** The lines of finished files. */
  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(RowFiles::isFinished).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static boolean isFinished(Path file) {
    return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
  }
}
