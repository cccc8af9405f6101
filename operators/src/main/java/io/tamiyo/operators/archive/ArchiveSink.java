package io.tamiyo.operators.archive;

import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Writes blocks to the directories of their minutes, exactly once. Each checkpoint finishes the
 * files of its blocks: a savepoint names no file that is still written, so that it can be restored
 * long after.
 */
public final class ArchiveSink {

  static final String SUFFIX = ".journal";

  private ArchiveSink() {}

  /** The sink of an archive. */
  public static Sink<ArchiveBlock> of(ArchiveOptions options) {
    return of(options, SUFFIX);
  }

  /** The sink of other files in directories of minutes. */
  public static Sink<ArchiveBlock> of(ArchiveOptions options, String suffix) {
    Encoder<ArchiveBlock> encoder = (block, stream) -> stream.write(block.bytes());
    return FileSink.forRowFormat(new Path(options.path()), encoder)
        .withBucketAssigner(new ByMinute())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .withOutputFileConfig(
            OutputFileConfig.builder().withPartPrefix("part").withPartSuffix(suffix).build())
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
