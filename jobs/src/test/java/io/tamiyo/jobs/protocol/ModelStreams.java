package io.tamiyo.jobs.protocol;

import io.tamiyo.contracts.message.Message;
import java.util.ArrayList;
import java.util.List;

/** The Redis of a history: one layer's inbound stream and control log, and one clock. */
final class ModelStreams {

  /**
   * An entry of a stream.
   *
   * @param time the milliseconds of its id
   * @param ordinal which of all entries it is
   */
  record Entry(long time, long ordinal, Message message) {
    String id() {
      return time + "-" + ordinal;
    }
  }

  private final String layer;
  private final History history;
  private final List<Entry> inbound = new ArrayList<>();
  private final List<Entry> control = new ArrayList<>();
  private long now = 1_000_000;
  private long ordinal;

  ModelStreams(String layer, History history) {
    this.layer = layer;
    this.history = history;
  }

  long now() {
    return now;
  }

  void pass(long milliseconds) {
    now += milliseconds;
  }

  void appendInbound(Message message) {
    Entry entry = entry(message);
    inbound.add(entry);
    history.inbound(entry.id(), message);
  }

  void appendControl(Message message) {
    Entry entry = entry(message);
    control.add(entry);
    history.control(layer, entry.id(), message);
  }

  /** Every entry has a time of its own, so that histories can be put in order by it. */
  private Entry entry(Message message) {
    now++;
    ordinal++;
    return new Entry(now, ordinal, message);
  }

  List<Entry> inbound() {
    return inbound;
  }

  List<Entry> control() {
    return control;
  }
}
