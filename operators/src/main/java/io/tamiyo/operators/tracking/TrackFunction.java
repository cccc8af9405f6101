package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.EntryFailedException;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.routing.Routing;
import io.tamiyo.operators.routing.RoutingRules;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The last operator of a layer's chain, and the only one that sends: commands, markers and plans to
 * the layer's control log, the ledger, and alerts. It acquires an epoch when it opens. No timer is
 * set: time is that of the deliveries.
 *
 * <p>What it emits must be appended to each stream in this order, and be in Redis before a
 * checkpoint completes.
 */
public final class TrackFunction extends KeyedProcessFunction<String, Proposal, Outbound>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  /** The name of its state per layer. */
  public static final String STATE = "layer-tracking";

  /** The name of its union state: the greatest epoch that each subtask knew of. */
  public static final String EPOCHS = "job-epochs";

  private final String instanceId;
  private final EntryCodec.Factory codecs;
  private final JobEpochs.Factory epochs;
  private final LeaseOptions options;

  private transient @Nullable ListState<Long> knownEpochs;
  private transient long restoredEpoch;
  private transient @Nullable Opened opened;

  /** What exists only where the function runs. */
  private record Opened(
      EntryCodec codec,
      EpochLease lease,
      Tracker tracker,
      Routing routing,
      TrackMetrics metrics,
      FailedMessages failed,
      ValueState<LayerTracking> state) {}

  /**
   * @param names the installation
   * @param codecs the wire in which it writes
   * @param epochs where epochs are drawn, see {@link RedisJobEpochs#factory}
   * @param options by which it stands beside other jobs
   */
  public TrackFunction(
      StreamNames names,
      EntryCodec.Factory codecs,
      JobEpochs.Factory epochs,
      LeaseOptions options) {
    this.instanceId = names.instanceId();
    this.codecs = codecs;
    this.epochs = epochs;
    this.options = options;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ListState<Long> known =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>(EPOCHS, Types.LONG));
    for (long epoch : known.get()) {
      restoredEpoch = Math.max(restoredEpoch, epoch);
    }
    knownEpochs = known;
  }

  @Override
  public void open(OpenContext openContext) throws Exception {
    StreamNames names = new StreamNames(instanceId);
    String jobId = getRuntimeContext().getJobInfo().getJobId().toString();
    EpochLease lease =
        new EpochLease(epochs.open(), options.of(jobId), options.holder(jobId), restoredEpoch);
    EntryCodec codec = codecs.open();
    opened =
        new Opened(
            codec,
            lease,
            new Tracker(names, new ControlEntries(codec)),
            new Routing(names, codec),
            new TrackMetrics(getRuntimeContext().getMetricGroup(), lease),
            new FailedMessages(names, codec, getRuntimeContext().getMetricGroup()),
            getRuntimeContext()
                .getState(new ValueStateDescriptor<>(STATE, new LayerTrackingSerializer())));
    lease.start();
  }

  @Override
  public void processElement(Proposal proposal, Context context, Collector<Outbound> out)
      throws Exception {
    Opened here = opened();
    LayerTracking known = here.state().value();
    LayerTracking layer = known == null ? new LayerTracking() : known;
    Reaction reaction = react(layer, proposal);
    here.lease().saw(layer.commands().greatestEpoch());
    here.metrics().count(proposal.delivery().layer(), reaction);
    if (proposal.delivery().isLast()) {
      here.state().clear();
      here.metrics().forget(proposal.delivery().layer());
    } else {
      here.state().update(layer);
    }
    RoutingRules rules = proposal.delivery().config().routing();
    if (!proposal.delivery().failures().isEmpty()) {
      for (Outbound letter : here.failed().lettersOf(proposal.delivery())) {
        here.routing().publish(letter, rules, out::collect);
      }
    }
    reaction.outbound().forEach(entry -> here.routing().publish(entry, rules, out::collect));
  }

  /**
   * Nothing that fails here is passed over, since a command may hang on it; which entry it was is
   * said.
   */
  private Reaction react(LayerTracking layer, Proposal proposal) throws IOException {
    try {
      return opened().tracker().react(layer, proposal, opened().lease().emission());
    } catch (OutlivedException | ClaimCheckOutage aboutNoEntry) {
      throw aboutNoEntry;
    } catch (RuntimeException failure) {
      throw EntryFailedException.of("track", proposal.delivery(), failure);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    ListState<Long> known = Objects.requireNonNull(knownEpochs, "the state is not initialized");
    known.clear();
    known.add(opened().lease().floor());
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.lease().close();
      opened.codec().close();
    }
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the function is not open");
  }
}
