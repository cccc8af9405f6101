package io.tamiyo.operators.audit;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.correlation.AwaitedCommand;
import io.tamiyo.operators.correlation.OpenStories;
import io.tamiyo.operators.correlation.Overdue;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.correlation.StoredStories;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.routing.Routing;
import io.tamiyo.operators.state.LayerObjects;
import io.tamiyo.operators.state.ObjectKeeper;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Joins the requests, commands, acknowledgements and transitions of a layer as they pass, by what
 * stands in its streams. Telemetry is only looked at for the time. It hands on what the audit is
 * told, as entries of {@link StreamNames#audit()}, where there is one. Runs in an {@code
 * ObjectKeepingOperator}.
 */
public final class StoryFunction extends KeyedProcessFunction<String, Proposal, Outbound>
    implements ObjectKeeper {

  private static final long serialVersionUID = 1;

  /** Stories that stay open, as entries of {@link StreamNames#alerts()}. */
  public static final OutputTag<Outbound> ALERTS =
      new OutputTag<>("story-alerts") {
        private static final long serialVersionUID = 1;
      };

  /** Layers whose stories take a few kilobytes each, and 0.3 MB at the bound. */
  private static final int MAX_LAYERS = 1_000;

  private final String instanceId;
  private final EntryCodec.Factory codecs;
  private final AuditOptions options;
  private final boolean audited;

  private transient @Nullable Opened opened;
  private transient @Nullable LayerObjects<OpenStories, StoredStories> layers;

  /** What exists only where the function runs. */
  private record Opened(
      StreamNames names,
      EntryCodec codec,
      Routing routing,
      StoryMetrics metrics,
      ValueState<StoredStories> state) {}

  /**
   * @param names the installation
   * @param audited whether what it hands on is wanted
   */
  public StoryFunction(
      StreamNames names, EntryCodec.Factory codecs, AuditOptions options, boolean audited) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
    this.options = options;
    this.audited = audited;
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    StreamNames names = new StreamNames(instanceId);
    EntryCodec codec = codecs.open();
    opened =
        new Opened(
            names,
            codec,
            new Routing(names, codec),
            new StoryMetrics(getRuntimeContext().getMetricGroup()),
            getRuntimeContext()
                .getState(new ValueStateDescriptor<>("stories", StoredStories.class)));
  }

  @Override
  public void keep(KeyContext keys) {
    layers =
        new LayerObjects<>(
            opened().state(), keys, MAX_LAYERS, OpenStories::of, OpenStories::stored);
  }

  @Override
  public void write() throws IOException {
    if (layers != null) {
      layers.write();
    }
  }

  @Override
  public void processElement(Proposal proposal, Context context, Collector<Outbound> out)
      throws Exception {
    InboundEntry entry = proposal.delivery().entry();
    if (proposal.delivery().isLast()) {
      layers().forget(entry.layer());
      opened().metrics().open(entry.layer(), 0);
      return;
    }
    int told = 0;
    for (Message message : proposal.delivery().messages()) {
      if (!isTelemetry(message)) {
        told = take(entry, message, told, out);
      }
    }
    for (PerformanceAlert alert : proposal.alerts()) {
      answer(entry.layer(), alert);
    }
    for (String request : proposal.done()) {
      end(entry.layer(), request);
    }
    tellOverdue(proposal, context);
  }

  private static boolean isTelemetry(Message message) {
    return message instanceof LayerHealthReport
        || message instanceof Tick
        || message instanceof Heartbeat;
  }

  /** Takes a message; returns how many records of its entry the audit has been told. */
  private int take(InboundEntry entry, Message message, int before, Collector<Outbound> out)
      throws IOException {
    Optional<StepKind> kind = StepKind.of(message);
    if (kind.isEmpty()) {
      return before;
    }
    int told = before;
    OpenStories stories = layers().changing(entry.layer(), OpenStories::none);
    long forgotten = stories.forgotten();
    Optional<AwaitedCommand> closed =
        stories.take(message, entry.time(), entry.entryId(), options.maxOpen());
    opened().metrics().forgotten(stories.forgotten() - forgotten);
    opened().metrics().open(entry.layer(), stories.size());
    if (audited && !isPublished(kind.get())) {
      tell(AuditRecords.step(entry, told++, kind.get(), message), out);
    }
    if (closed.isPresent()) {
      opened().metrics().closed(closed.get());
      if (audited) {
        tell(AuditRecords.story(entry, told++, closed.get()), out);
      }
    }
    return told;
  }

  /** What order has published already when it passes here. */
  private static boolean isPublished(StepKind kind) {
    return kind == StepKind.GAP;
  }

  private void tell(AuditRecord record, Collector<Outbound> out) throws IOException {
    out.collect(
        new Outbound(
            opened().names().audit(),
            opened()
                .codec()
                .write(Places.of("AuditRecord", record.layerId(), 1), List.of(record))));
  }

  /** A request that is refused or given up waits for nothing more. */
  private void answer(String layer, PerformanceAlert alert) throws IOException {
    String answered = alert.header().correlationId();
    if (answered != null) {
      OpenStories stories = layers().changing(layer, OpenStories::none);
      stories.answered(answered);
      opened().metrics().open(layer, stories.size());
    }
  }

  /** A request of which nothing is left to do. */
  private void end(String layer, String request) throws IOException {
    if (layers().get(layer, OpenStories::none).done(request)) {
      layers().changed();
    }
  }

  private void tellOverdue(Proposal proposal, Context context) throws IOException {
    String layer = proposal.delivery().layer();
    OpenStories stories = layers().get(layer, OpenStories::none);
    if (!stories.isDue(proposal.now())) {
      return;
    }
    int before = stories.kept();
    for (Overdue overdue : stories.overdue(proposal.now(), options.patienceMs())) {
      if (options.follows()) {
        report(overdue, proposal.delivery(), context);
      }
    }
    if (stories.kept() != before) {
      layers().changed();
      opened().metrics().open(layer, stories.size());
    }
  }

  private void report(Overdue overdue, Delivery delivery, Context context) throws IOException {
    String layer = delivery.layer();
    Opened here = opened();
    here.metrics().overdue();
    Outbound alert =
        new Outbound(
            here.names().alerts(),
            here.codec()
                .write(
                    Places.of("PerformanceAlert", layer, 1),
                    List.of(OpenStoryAlerts.of(layer, overdue))));
    here.routing()
        .publish(alert, delivery.config().routing(), entry -> context.output(ALERTS, entry));
  }

  @Override
  public void close() throws Exception {
    if (opened != null) {
      opened.codec().close();
    }
  }

  private LayerObjects<OpenStories, StoredStories> layers() {
    return Objects.requireNonNull(layers, "runs in an ObjectKeepingOperator only");
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the function is not open");
  }
}
