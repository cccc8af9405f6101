package io.tamiyo.operators;

import java.util.Locale;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Every operator of the control plane. The uid ties it to its state in savepoints and never
 * changes.
 */
public enum OperatorId {
  LAYER_STREAMS("layer streams"),
  CONFIG_STREAM("config stream"),
  INGEST("ingest"),
  ORDER("order"),
  DETECT("detect"),
  AGGREGATE("aggregate"),
  TAMIYO("tamiyo"),
  TRACK("track"),
  ARCHIVE("archive"),
  ARCHIVE_FILES("archive files"),
  STORIES("stories"),
  OPEN_STORIES("open stories"),
  AUDITED_ALERTS("alerts for the audit"),
  AUDIT("audit"),
  AUDIT_FILES("audit files"),
  AUDIT_TOPIC("audit topic"),
  INGEST_DEAD_LETTERS("dead letters of ingest"),
  ORDER_DEAD_LETTERS("dead letters of order"),
  GAPS("gaps"),
  ALERTS("alerts"),
  AGGREGATES("aggregates"),
  OUTBOUND("outbound"),
  LEAVE("leave layer"),
  GLOBAL_ORDER("global order"),
  CAUSAL_ORDER("causal order"),
  RETURN("return to layer"),
  RETURN_CONFIG_STREAM("config stream of return"),
  DEPENDENCY_GAPS("dependency gaps"),
  RETURN_DEAD_LETTERS("dead letters of return");

  private final String operatorName;

  OperatorId(String operatorName) {
    this.operatorName = operatorName;
  }

  /** The uid in savepoints. */
  public String uid() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in the web UI. */
  public String operatorName() {
    return operatorName;
  }

  /** Gives an operator this uid and name. */
  public <T> SingleOutputStreamOperator<T> of(SingleOutputStreamOperator<T> operator) {
    return operator.uid(uid()).name(operatorName());
  }

  /** Gives a sink this uid and name. */
  public <T> DataStreamSink<T> of(DataStreamSink<T> sink) {
    return sink.uid(uid()).name(operatorName());
  }
}
