package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.routing.Routing;
import io.tamiyo.operators.state.LayerObjects;
import io.tamiyo.operators.state.ObjectKeeper;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Hands on every delivery as it is, and holds the health reports in it against what was usual. An
 * alert is raised for a metric of a layer when enough of its seeds are unusual at once, and again
 * only after it has cleared. What arrives late is out of order and is not looked at. Runs in a
 * {@link DetectOperator}, which has its histories written.
 */
public final class DetectFunction extends KeyedProcessFunction<String, Delivery, Delivery>
    implements ObjectKeeper {

  private static final long serialVersionUID = 1;

  /** What is unusual, as entries of {@link StreamNames#alerts()}. */
  public static final OutputTag<Outbound> ALERTS =
      new OutputTag<>("detect-alerts") {
        private static final long serialVersionUID = 1;
      };

  private final String instanceId;
  private final EntryCodec.Factory codecs;
  private final int maxLayers;

  private transient @Nullable Opened opened;
  private transient @Nullable LayerObjects<LayerHistory, StoredHistory> histories;

  /** What exists only where the function runs. */
  private record Opened(
      EntryCodec codec,
      ValueState<StoredHistory> state,
      AnomalyAlerts alerts,
      Routing routing,
      PopulationGauges gauges,
      Counter raised) {}

  DetectFunction(StreamNames names, EntryCodec.Factory codecs, int maxLayers) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
    this.maxLayers = maxLayers;
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    EntryCodec codec = codecs.open();
    opened =
        new Opened(
            codec,
            getRuntimeContext().getState(new ValueStateDescriptor<>("detect", StoredHistory.class)),
            new AnomalyAlerts(new StreamNames(instanceId), codec),
            new Routing(new StreamNames(instanceId), codec),
            new PopulationGauges(getRuntimeContext().getMetricGroup()),
            getRuntimeContext().getMetricGroup().counter("anomalies"));
  }

  @Override
  public void keep(KeyContext keys) {
    histories =
        new LayerObjects<>(
            opened().state(), keys, maxLayers, LayerHistory::of, LayerHistory::stored);
  }

  @Override
  public void write() throws IOException {
    if (histories != null) {
      histories.write();
    }
  }

  @Override
  public void processElement(Delivery delivery, Context context, Collector<Delivery> out)
      throws Exception {
    if (!delivery.late() && delivery.config().has(Feature.ANOMALY_DETECTION)) {
      int raised = 0;
      for (Message message : delivery.messages()) {
        if (message instanceof LayerHealthReport report) {
          raised += inspect(report, delivery, raised, context);
        }
      }
    }
    out.collect(delivery);
    if (delivery.isLast()) {
      histories().forget(delivery.layer());
    }
  }

  @Override
  public void close() throws Exception {
    if (opened != null) {
      opened.codec().close();
    }
  }

  private int inspect(LayerHealthReport report, Delivery delivery, int before, Context context)
      throws IOException {
    Opened here = opened();
    DetectionOptions options = delivery.config().detection();
    here.gauges().show(delivery.layer(), report.seeds());
    LayerHistory history =
        histories().changing(delivery.layer(), () -> LayerHistory.empty(options.window()));
    int raised = 0;
    for (Finding finding : history.judge(report.seeds(), options)) {
      if (finding.seeds() > 0 && history.isAlertDue(finding, options.minShare())) {
        Outbound alert = here.alerts().of(finding, delivery, before + raised);
        here.routing()
            .publish(alert, delivery.config().routing(), entry -> context.output(ALERTS, entry));
        here.raised().inc();
        raised++;
      }
    }
    return raised;
  }

  private LayerObjects<LayerHistory, StoredHistory> histories() {
    return Objects.requireNonNull(histories, "runs in a DetectOperator only");
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the function is not open");
  }
}
