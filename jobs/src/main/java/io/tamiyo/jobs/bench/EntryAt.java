package io.tamiyo.jobs.bench;

import io.tamiyo.operators.delivery.InboundEntry;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** The entry of an index. */
final class EntryAt extends RichMapFunction<Long, InboundEntry> {

  private static final long serialVersionUID = 1;

  private final Traffic traffic;
  private transient Traffic.@Nullable Entries entries;

  EntryAt(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public void open(OpenContext context) {
    entries = traffic.entries();
  }

  @Override
  public InboundEntry map(Long index) {
    return Objects.requireNonNull(entries, "the function is not open").at(index);
  }
}
