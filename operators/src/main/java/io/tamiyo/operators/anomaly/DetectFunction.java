package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Failure;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.routing.Routing;
import io.tamiyo.operators.state.LayerObjects;
import io.tamiyo.operators.state.ObjectKeeper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * only after it has cleared. What arrives late is out of order and is not looked at. A report that
 * can't be judged goes no further, and what is usual in its layer is learned anew: nobody knows how
 * far it came. Runs in a {@link DetectOperator}, which has its histories written.
 */
public final class DetectFunction extends KeyedProcessFunction<String, Delivery, Delivery>
    implements ObjectKeeper {

  private static final long serialVersionUID = 1;

  /** What is unusual, as entries of {@link StreamNames#alerts()}. */
  public static final OutputTag<Outbound> ALERTS =
      new OutputTag<>("detect-alerts") {
        private static final long serialVersionUID = 1;
      };

  private static final String OPERATOR = "detect";

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
    Delivery judged = delivery;
    if (!delivery.late() && delivery.config().has(Feature.ANOMALY_DETECTION)) {
      int raised = 0;
      for (Message message : delivery.messages()) {
        if (message instanceof LayerHealthReport report) {
          Judged result = judge(report, delivery);
          raised = raise(result.due(), delivery, raised, context);
          judged = result.failure() == null ? judged : judged.without(result.failure());
        }
      }
    }
    out.collect(judged);
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

  /** What of a report is to be told, unless it could not be judged. */
  private record Judged(List<Finding> due, @Nullable Failure failure) {}

  private Judged judge(LayerHealthReport report, Delivery delivery) throws IOException {
    DetectionOptions options = delivery.config().detection();
    LayerHistory history =
        histories().changing(delivery.layer(), () -> LayerHistory.empty(options.window()));
    try {
      opened().gauges().show(delivery.layer(), report.seeds());
      List<Finding> due = new ArrayList<>();
      for (Finding finding : history.judge(report.seeds(), options)) {
        if (finding.seeds() > 0 && history.isAlertDue(finding, options.minShare())) {
          due.add(finding);
        }
      }
      return new Judged(due, null);
    } catch (RuntimeException failure) {
      histories().forget(delivery.layer());
      return new Judged(List.of(), new Failure(OPERATOR, report, failure));
    }
  }

  /** Returns how many alerts of the delivery were raised with these. */
  private int raise(List<Finding> due, Delivery delivery, int before, Context context)
      throws IOException {
    Opened here = opened();
    int raised = before;
    for (Finding finding : due) {
      Outbound alert = here.alerts().of(finding, delivery, raised++);
      here.routing()
          .publish(alert, delivery.config().routing(), entry -> context.output(ALERTS, entry));
      here.raised().inc();
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
