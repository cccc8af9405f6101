package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The smallest job that notices a lost or doubled element: 0, 1, 2 … are dealt to four keys, and
 * each key counts. An element that is not the next of its key fails the job. Arguments: a file that
 * takes the last element; then, from {@code ./tamiyo submit}, {@code --redis.url-file FILE}.
 */
public final class CountingJob {
  private static final int KEYS = 4;

  private CountingJob() {}

  /** Fails at once if there is no argument. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].startsWith("--")) {
      throw new IllegalArgumentException("no file is named; give one");
    }
    if (arguments.length > 2) {
      Files.writeString(Path.of(arguments[0] + ".redis"), Files.readString(Path.of(arguments[2])));
    }
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    // One subtask deals, so that the elements of a key stay in order at every parallelism.
    environment
        .fromSource(
            new DataGeneratorSource<>(
                index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(500), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .setParallelism(1)
        .keyBy(number -> number % KEYS)
        .map(new Count(arguments[0]))
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    environment.execute("counting");
  }

  /** Packs this job as a jar, with its main class in the manifest. */
  static Path jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, CountingJob.class.getName());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (Class<?> part : List.of(CountingJob.class, Count.class)) {
        String name = part.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (var bytes = CountingJob.class.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
      }
    }
    return file;
  }

  /** Counts the elements of a key. */
  private static final class Count extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    private final String file;
    private transient ValueState<Long> seen;

    Count(String file) {
      this.file = file;
    }

    @Override
    public void open(OpenContext context) {
      if (file.endsWith("breaks at once")) {
        throw new IllegalStateException("this job does not start");
      }
      seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.LONG));
    }

    @Override
    public Long map(Long number) throws IOException {
      Long before = seen.value();
      long expected = before == null ? number % KEYS : before + KEYS;
      if (number != expected) {
        throw new IllegalStateException("expected " + expected + " and got " + number);
      }
      seen.update(number);
      Files.writeString(Path.of(file), Long.toString(number));
      return number;
    }
  }
}
