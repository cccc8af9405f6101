package io.tamiyo.operators.state;

import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Runs a function by layer that is an {@link ObjectKeeper}.
 *
 * @param <I> what it takes
 * @param <O> what it hands on
 */
public class ObjectKeepingOperator<I, O> extends KeyedProcessOperator<String, I, O> {

  private static final long serialVersionUID = 1;

  private final ObjectKeeper keeper;

  /**
   * @param <F> both
   */
  public <F extends KeyedProcessFunction<String, I, O> & ObjectKeeper> ObjectKeepingOperator(
      F function) {
    super(function);
    this.keeper = function;
  }

  @Override
  public void open() throws Exception {
    super.open();
    keeper.keep(this);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    keeper.write();
    super.snapshotState(context);
  }
}
