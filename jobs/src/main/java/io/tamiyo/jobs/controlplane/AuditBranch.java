package io.tamiyo.jobs.controlplane;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.archive.ArchiveBlock;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.audit.AuditFiles;
import io.tamiyo.operators.audit.AuditOperator;
import io.tamiyo.operators.audit.AuditOptions;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.Outbound;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The way of what is published to those who audit: a vertex of its own, which gets only what is no
 * telemetry.
 *
 * <pre>
 * alerts, gaps, dead letters, steps ─> audit → files, topic
 * </pre>
 *
 * @param names the installation
 * @param archive where the files are, beside the journal; none without one
 * @param options whether there is a topic, and how much of the files is kept
 */
record AuditBranch(
    StreamNames names,
    EntryCodec.Factory codecs,
    Optional<ArchiveOptions> archive,
    AuditOptions options) {

  /** The alerts among what goes out to all streams. */
  static DataStream<Outbound> alertsOf(DataStream<Outbound> tracked, StreamNames names) {
    Set<String> streams = Set.of(names.alerts(), names.deadLetters());
    return OperatorId.AUDITED_ALERTS.of(
        tracked.filter(published -> streams.contains(published.stream())));
  }

  /** Keeps it in files; returns the topic, where there is one. */
  Optional<DataStream<Outbound>> keep(DataStream<Outbound> published) {
    Optional<ArchiveOptions> files = archive.map(where -> AuditFiles.in(where, options));
    SingleOutputStreamOperator<ArchiveBlock> audited =
        OperatorId.AUDIT.of(
            published.transform(
                OperatorId.AUDIT.operatorName(),
                InProcessType.of(ArchiveBlock.class),
                new AuditOperator(names, codecs, options.topic(), files.orElse(null))));
    files.ifPresent(where -> OperatorId.AUDIT_FILES.of(audited.sinkTo(AuditFiles.sink(where))));
    return options.topic()
        ? Optional.of(audited.getSideOutput(AuditOperator.TOPIC))
        : Optional.empty();
  }
}
