package io.tamiyo.jobs.closedloop;

import io.tamiyo.operators.OperatorId;
import io.tamiyo.operators.ordering.across.AcrossFunction;
import io.tamiyo.operators.ordering.across.Crossing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** What a job lets go in its causal order, in files that hold each row exactly once. */
final class CausalRows {

  /**
   * What goes on.
   *
   * @param number which of all it is
   * @param inbound whether it stands in an inbound stream
   * @param ids those of its messages, joined; empty where its time alone goes on
   */
  record Row(long number, String layer, String entryId, boolean inbound, boolean late, String ids) {

    static Row of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Row(
          Long.parseLong(parts[0]),
          parts[1],
          parts[2],
          Boolean.parseBoolean(parts[3]),
          Boolean.parseBoolean(parts[4]),
          parts[5]);
    }

    private static String line(long number, Crossing crossing) {
      return String.join(
          "|",
          Long.toString(number),
          crossing.layer(),
          crossing.entry().entryId(),
          Boolean.toString(crossing.inbound()),
          Boolean.toString(crossing.late()),
          String.join(",", crossing.ids()));
    }

    /** Milliseconds of its entry's id. */
    long time() {
      return Long.parseLong(entryId.substring(0, entryId.indexOf('-')));
    }
  }

  /** Numbers what goes on. */
  private static final class Numbered<T> extends KeyedProcessFunction<String, T, String> {

    private static final long serialVersionUID = 1;

    private transient @Nullable ValueState<Long> count;

    @Override
    public void open(OpenContext openContext) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(T crossing, Context context, Collector<String> out)
        throws Exception {
      ValueState<Long> known = Objects.requireNonNull(count);
      Long before = known.value();
      long number = before == null ? 0 : before;
      known.update(number + 1);
      out.collect(Row.line(number, (Crossing) crossing));
    }
  }

  private final RowFiles files;

  CausalRows(Path directory) {
    this.files = new RowFiles(directory);
  }

  /** Writes what the job in an environment lets go. */
  void tap(StreamExecutionEnvironment environment) {
    write(RowFiles.behind(OperatorId.CAUSAL_ORDER, environment));
  }

  private <T> void write(DataStream<T> crossings) {
    crossings
        .keyBy(crossing -> AcrossFunction.ALL, Types.STRING)
        .process(new Numbered<>(), Types.STRING)
        .setParallelism(1)
        .uid("numbered")
        .sinkTo(files.sink())
        .setParallelism(1)
        .uid("rows");
  }

  /** The rows of finished files, in their order. */
  List<Row> read() throws IOException {
    return files.lines().stream()
        .map(Row::of)
        .sorted(Comparator.comparingLong(Row::number))
        .toList();
  }
}
