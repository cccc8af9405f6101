package io.tamiyo.jobs.closedloop;

import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.delivery.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a control-plane job hands on behind its order, in files that hold each row exactly once. */
final class OrderedRows {

  /**
   * What of a delivery with messages is kept.
   *
   * @param ordinal how many messages of the layer have passed by then; no two rows share one
   * @param terms the ledger by then
   */
  record Row(
      String layer,
      long ordinal,
      String producer,
      long sequence,
      String entryId,
      boolean late,
      String terms) {

    static Row of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Row(
          parts[0],
          Long.parseLong(parts[1]),
          parts[2],
          Long.parseLong(parts[3]),
          parts[4],
          Boolean.parseBoolean(parts[5]),
          parts[6]);
    }

    static String line(Delivery delivery) {
      return String.join(
          "|",
          delivery.layer(),
          Long.toString(delivery.terms().passed()),
          String.valueOf(delivery.header().producer()),
          Long.toString(delivery.header().sequence()),
          delivery.entry().entryId(),
          Boolean.toString(delivery.late()),
          delivery.terms().toString());
    }
  }

  private static final String TYPE = "Heartbeat";

  private final RowFiles files;

  OrderedRows(Path directory) {
    this.files = new RowFiles(directory);
  }

  /** Writes what the job in an environment hands on behind its order. */
  void tap(StreamExecutionEnvironment environment) {
    write(RowFiles.behind(OperatorId.ORDER, environment));
  }

  private <T> void write(DataStream<T> deliveries) {
    FlatMapFunction<T, String> line =
        (given, out) -> {
          Delivery delivery = (Delivery) given;
          if (delivery.header().type().equals(TYPE) && !delivery.messages().isEmpty()) {
            out.collect(Row.line(delivery));
          }
        };
    deliveries
        .flatMap(line)
        .returns(Types.STRING)
        .uid("lines")
        .rebalance()
        .sinkTo(files.sink())
        .uid("rows");
  }

  /** The rows of finished files, by layer and in the order in which they were handed on. */
  Map<String, List<Row>> read() throws IOException {
    Map<String, List<Row>> rows = new HashMap<>();
    for (String line : files.lines()) {
      Row row = Row.of(line);
      rows.computeIfAbsent(row.layer(), any -> new ArrayList<>()).add(row);
    }
    rows.values().forEach(ofLayer -> ofLayer.sort(Comparator.comparingLong(Row::ordinal)));
    return rows;
  }
}
