package io.tamiyo.operators.archive;

import java.time.Duration;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.DefaultRollingPolicy;

/**
 * Writes blocks to the directories of their minutes, exactly once. A file is finished by the first
 * checkpoint after it was open for {@value #ROLL_SECONDS} s; until then it is hidden.
 */
public final class ArchiveSink {

  static final String SUFFIX = ".journal";

  private static final int ROLL_SECONDS = 60;
  private static final Duration ROLL = Duration.ofSeconds(ROLL_SECONDS);
  private static final MemorySize PART = MemorySize.ofMebiBytes(128);

  private ArchiveSink() {}

  /** The sink of an archive. */
  public static Sink<ArchiveBlock> of(ArchiveOptions options) {
    Encoder<ArchiveBlock> encoder = (block, stream) -> stream.write(block.bytes());
    return FileSink.forRowFormat(new Path(options.path()), encoder)
        .withBucketAssigner(new ByMinute())
        .withBucketCheckInterval(Duration.ofSeconds(5).toMillis())
        .withRollingPolicy(
            DefaultRollingPolicy.builder()
                .withRolloverInterval(ROLL)
                .withInactivityInterval(ROLL)
                .withMaxPartSize(PART)
                .build())
        .withOutputFileConfig(
            OutputFileConfig.builder().withPartPrefix("part").withPartSuffix(SUFFIX).build())
        .build();
  }

  /** One directory a minute. */
  private static final class ByMinute implements BucketAssigner<ArchiveBlock, String> {

    private static final long serialVersionUID = 1;

    @Override
    public String getBucketId(ArchiveBlock block, Context context) {
      return block.minute().directory();
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
