package io.tamiyo.jobs.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InboundEntry;
import java.lang.management.ManagementFactory;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The end of a benchmark's chain: counts messages, and takes the time from the first to the last.
 *
 * @param <T> what arrives
 */
abstract class Arrivals<T> extends ProcessFunction<T, Long> implements CheckpointListener {

  private static final long serialVersionUID = 1;

  private static final String PASSED = "passed";
  private static final String NANOS = "nanos";
  private static final String THREAD_NANOS = "thread nanos";
  private static final String CPU_NANOS = "cpu nanos";
  private static final String CHECKPOINTS = "checkpoints";

  /** The clock is read once in so many arrivals. */
  private static final int STRIDE = 4_096;

  private final LongCounter passed = new LongCounter();
  private final LongCounter nanos = new LongCounter();
  private final LongCounter threadNanos = new LongCounter();
  private final LongCounter cpuNanos = new LongCounter();
  private final LongCounter checkpoints = new LongCounter();
  private long seen;
  private long lastNanos;
  private long lastThreadNanos;
  private long lastCpuNanos;

  /**
   * What was found.
   *
   * @param passed messages
   * @param nanos from the first to the last
   * @param threadNanos processor time of this thread meanwhile
   * @param cpuNanos processor time of the JVM meanwhile
   * @param checkpoints completed
   */
  record Found(long passed, long nanos, long threadNanos, long cpuNanos, long checkpoints) {}

  static Found found(JobExecutionResult result) {
    return new Found(
        result.<Long>getAccumulatorResult(PASSED),
        result.<Long>getAccumulatorResult(NANOS),
        result.<Long>getAccumulatorResult(THREAD_NANOS),
        result.<Long>getAccumulatorResult(CPU_NANOS),
        result.<Long>getAccumulatorResult(CHECKPOINTS));
  }

  /** The messages in what has arrived. */
  abstract int messagesIn(T arrived);

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(PASSED, passed);
    getRuntimeContext().addAccumulator(NANOS, nanos);
    getRuntimeContext().addAccumulator(THREAD_NANOS, threadNanos);
    getRuntimeContext().addAccumulator(CPU_NANOS, cpuNanos);
    getRuntimeContext().addAccumulator(CHECKPOINTS, checkpoints);
  }

  @Override
  public void processElement(T arrived, Context context, Collector<Long> out) {
    passed.add(messagesIn(arrived));
    if (seen++ % STRIDE == 0) {
      takeTime();
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    checkpoints.add(1);
  }

  private void takeTime() {
    long now = System.nanoTime();
    long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    if (seen > 1) {
      nanos.add(now - lastNanos);
      threadNanos.add(thread - lastThreadNanos);
      cpuNanos.add(cpu - lastCpuNanos);
    }
    lastNanos = now;
    lastThreadNanos = thread;
    lastCpuNanos = cpu;
  }

  /** Behind the source. */
  static final class OfEntries extends Arrivals<InboundEntry> {

    private static final long serialVersionUID = 1;

    @Override
    int messagesIn(InboundEntry arrived) {
      return 1;
    }
  }

  /** Behind the operators. */
  static final class OfDeliveries extends Arrivals<Delivery> {

    private static final long serialVersionUID = 1;

    @Override
    int messagesIn(Delivery arrived) {
      return arrived.messages().size();
    }
  }
}
