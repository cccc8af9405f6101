package io.tamiyo.operators.anomaly;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;

class HeapDetectOperatorTest extends DetectOperatorContract {

  @Override
  StateBackend backend() {
    return new HashMapStateBackend();
  }
}
