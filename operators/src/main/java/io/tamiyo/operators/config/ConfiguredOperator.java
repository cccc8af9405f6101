package io.tamiyo.operators.config;

import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;

/**
 * Runs a function by layer whose second input is the configuration, and has it read what stands in
 * that stream before the first entry of a layer: nothing else says which of two inputs comes first,
 * and to let entries wait for it here could take any room.
 *
 * @param <I> what it takes of layers
 * @param <O> what it hands on
 */
public class ConfiguredOperator<I, O>
    extends CoBroadcastWithKeyedOperator<String, I, ConfigEntry, O> {

  private static final long serialVersionUID = 1;

  private final ConfigReader reader;
  private final ConfigLog log;

  /**
   * @param <F> both
   * @param log what its second input begins with
   */
  public <F extends KeyedBroadcastProcessFunction<String, I, ConfigEntry, O> & ConfigReader>
      ConfiguredOperator(F function, ConfigLog log) {
    super(function, ConfigState.descriptors());
    this.reader = function;
    this.log = log;
  }

  @Override
  public void open() throws Exception {
    super.open();
    reader.begin(ConfigState.of(getOperatorStateBackend()), log);
  }
}
