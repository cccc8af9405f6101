package io.tamiyo.operators.tamiyo;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of a function that is keyed by layer, with its state.
 *
 * @param <I> what it takes
 * @param <O> what it gives
 */
public final class KeyedHarness<I, O> implements AutoCloseable {

  /** Of every operator under test. */
  public static final int MAX_PARALLELISM = 128;

  private final KeyedOneInputStreamOperatorTestHarness<String, I, O> harness;

  /**
   * Starts a subtask.
   *
   * @param restored the state of all subtasks before, or null
   * @param before how many subtasks these were
   */
  public KeyedHarness(
      KeyedProcessFunction<String, I, O> function,
      KeySelector<I, String> key,
      TypeInformation<O> output,
      int parallelism,
      int index,
      @Nullable OperatorSubtaskState restored,
      int before)
      throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function),
            key,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            index);
    harness.setup(output.createSerializer(new SerializerConfigImpl()));
    if (restored != null) {
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              restored, MAX_PARALLELISM, before, parallelism, index));
    }
    harness.open();
  }

  /** The subtask of a layer. */
  public static int indexOf(String layer, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(layer, MAX_PARALLELISM, parallelism);
  }

  /** What comes out because of this. */
  public List<O> send(I element) throws Exception {
    harness.getOutput().clear();
    harness.processElement(element, 0);
    return harness.extractOutputValues();
  }

  /** Its state now. */
  public OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  /** Timers that are set. */
  public int timers() {
    return harness.numEventTimeTimers() + harness.numProcessingTimeTimers();
  }

  /** State values that are kept, over all layers. */
  public int stateEntries() {
    return harness.numKeyedStateEntries();
  }

  @Override
  public void close() throws IOException {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IOException("the harness did not close", e);
    }
  }
}
