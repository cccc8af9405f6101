package io.tamiyo.operators.anomaly;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

class RocksDbDetectOperatorTest extends DetectOperatorContract {

  @Override
  StateBackend backend() {
    return new EmbeddedRocksDBStateBackend();
  }
}
