package io.tamiyo.operators.audit;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.archive.ArchiveBlock;
import io.tamiyo.operators.archive.ArchiveMinute;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.archive.BlockOperator;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the audit of all that the job publishes, for files and for the audit's stream.
 * It keeps no state.
 */
public final class AuditOperator extends BlockOperator
    implements OneInputStreamOperator<Outbound, ArchiveBlock> {

  private static final long serialVersionUID = 1;

  /** The records, as entries of {@link StreamNames#audit()}. */
  public static final OutputTag<Outbound> TOPIC =
      new OutputTag<>("audit-topic") {
        private static final long serialVersionUID = 1;
      };

  private static final double MS_PER_SECOND = 1e3;

  /** Clocks of Redis and of this machine differ by less. */
  private static final long AHEAD_MS = 300_000;

  private final String instanceId;
  private final boolean topic;
  private transient @Nullable StreamNames names;
  private transient @Nullable Counter records;

  /**
   * @param names the installation
   * @param topic whether the audit has a stream
   * @param files where its files are, or null where there are none
   */
  public AuditOperator(
      StreamNames names, EntryCodec.Factory codecs, boolean topic, @Nullable ArchiveOptions files) {
    super(codecs, files);
    this.instanceId = names.instanceId();
    this.topic = topic;
  }

  @Override
  public void open() throws Exception {
    super.open();
    names = new StreamNames(instanceId);
    records = getMetricGroup().counter("auditRecords");
  }

  @Override
  public void processElement(StreamRecord<Outbound> element) throws Exception {
    if (Objects.requireNonNull(names).isRouted(element.getValue().stream())) {
      // A copy, beside what it is a copy of.
      return;
    }
    Map<String, byte[]> fields = element.getValue().fields();
    for (Decoded decoded : codec().read(fields)) {
      if (decoded instanceof Decoded.Good good) {
        var record = AuditRecords.published(good.message());
        if (record.isPresent()) {
          tell(record.get());
        }
      }
    }
  }

  private void tell(AuditRecord record) throws IOException {
    Objects.requireNonNull(records).inc();
    Map<String, byte[]> fields =
        codec().write(Places.of("AuditRecord", record.layerId(), 1), List.of(record));
    if (hasFiles()) {
      output.collect(new StreamRecord<>(new ArchiveBlock(minute(record), AuditLine.of(fields))));
    }
    if (topic) {
      String stream = Objects.requireNonNull(names).audit();
      output.collect(TOPIC, new StreamRecord<>(new Outbound(stream, fields)));
    }
  }

  /**
   * Where a record is kept. What a host has said of itself may have any time; one far ahead would
   * make all else too old to be kept, so that such a record is kept where it arrived.
   */
  private ArchiveMinute minute(AuditRecord record) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    long time = Math.round(record.header().timestamp() * MS_PER_SECOND);
    return ArchiveMinute.of(time < 0 || time > now + AHEAD_MS ? now : time);
  }
}
