package io.tamiyo.operators.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/** A value by key, as a backend keeps it, and which keys were written. */
final class TestingKeyedState implements ValueState<String>, KeyContext {

  private final Map<String, String> values = new HashMap<>();
  private final List<String> written = new ArrayList<>();
  private @Nullable Object key;

  @Override
  public void setCurrentKey(Object current) {
    key = current;
  }

  @Override
  public Object getCurrentKey() {
    return Objects.requireNonNull(key, "no key is current");
  }

  @Override
  public @Nullable String value() {
    return values.get(getCurrentKey());
  }

  @Override
  public void update(String value) {
    values.put((String) getCurrentKey(), value);
    written.add((String) getCurrentKey());
  }

  @Override
  public void clear() {
    values.remove(getCurrentKey());
  }

  /** All that is kept. */
  Map<String, String> values() {
    return Map.copyOf(values);
  }

  /** The keys that were written since this was asked last. */
  List<String> takeWritten() {
    List<String> taken = List.copyOf(written);
    written.clear();
    return taken;
  }
}
