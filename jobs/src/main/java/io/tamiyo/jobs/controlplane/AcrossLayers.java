package io.tamiyo.jobs.controlplane;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.ordering.across.AcrossFunction;
import io.tamiyo.operators.ordering.across.AcrossOptions;
import io.tamiyo.operators.ordering.across.AcrossStrategy;
import io.tamiyo.operators.ordering.across.Crossing;
import io.tamiyo.operators.ordering.across.LeaveFunction;
import io.tamiyo.operators.ordering.across.ReturnFunction;
import io.tamiyo.operators.state.ObjectKeepingOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The way of deliveries through an order of all layers. It has two shuffles of its own:
 *
 * <pre>
 * … order → leave ═ all ═> global or causal order, once ═ by layer ═> return → detect …
 *                                                                      ↑
 *                                                configuration ────────┘
 * </pre>
 *
 * @param names the installation
 * @param options the order; one with a strategy
 * @param layers options of a layer of which nothing was configured
 * @param log what the configuration begins with
 */
record AcrossLayers(
    StreamNames names,
    EntryCodec.Factory codecs,
    AcrossOptions options,
    LayerConfig layers,
    ConfigLog log) {

  private static final TypeInformation<Crossing> CROSSING = TypeInformation.of(Crossing.class);

  /** What goes on in order, still apart from the chains of the layers. */
  SingleOutputStreamOperator<Crossing> order(DataStream<Delivery> ofLayers) {
    OperatorId id =
        options.strategy() == AcrossStrategy.GLOBAL
            ? OperatorId.GLOBAL_ORDER
            : OperatorId.CAUSAL_ORDER;
    return id.of(
            OperatorId.LEAVE
                .of(ofLayers.map(new LeaveFunction(names, options.strategy()), CROSSING))
                .keyBy(crossing -> AcrossFunction.ALL, Types.STRING)
                .transform(
                    id.operatorName(),
                    CROSSING,
                    new ObjectKeepingOperator<>(new AcrossFunction(names, codecs, options))))
        .setParallelism(1);
  }

  /** The same, back in the chains of the layers. */
  SingleOutputStreamOperator<Delivery> toLayers(
      DataStream<Crossing> ordered, DataStream<ConfigEntry> configuration) {
    return OperatorId.RETURN.of(
        ordered
            .keyBy(Crossing::layer)
            .connect(configuration)
            .transform(
                OperatorId.RETURN.operatorName(),
                InProcessType.of(Delivery.class),
                ReturnFunction.operator(names, codecs, layers, options.strategy(), log)));
  }
}
