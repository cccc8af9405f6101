package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Protocol.Command;

/** The journals of the layers of a test, as they stand in Redis. */
final class LayerJournals {

  private static final StreamNames NAMES = ClosedLoop.NAMES;
  private static final List<String> LAYERS = SimulatedHost.LAYERS;
  private static final String BEFORE_ALL = "1-0";

  private final Installed installed;

  LayerJournals(Installed installed) {
    this.installed = installed;
  }

  /** By layer, all that a job has written down. */
  Map<String, List<Installed.Entry>> read() {
    Map<String, List<Installed.Entry>> journals = new TreeMap<>();
    for (String layer : LAYERS) {
      journals.put(layer, installed.range(JournalEntries.of(layer), "-", "+", JournalEntries.ALL));
    }
    return journals;
  }

  /** Appends what {@link #read} has given, and returns when the job has read it. */
  void append(Map<String, List<Installed.Entry>> journals, LoopJob job) {
    journals.forEach(
        (layer, entries) -> {
          entries.forEach(entry -> send(layer, entry.fields()));
          entries.forEach(sent -> installed.redis().receive());
        });
    for (String layer : LAYERS) {
      Waiting.until("the journal of " + layer + " is read", job::toString, () -> isRead(layer));
    }
  }

  /**
   * Returns when the job has put its marker into each control log, by which it leads. Meanwhile it
   * is given the same tick again and again, since it does nothing of itself: it is of before all
   * entries, so that no more than the first of them says anything.
   */
  void tickUntilLeading(LoopJob job) {
    awaitLeading(job, () -> LAYERS.forEach(this::tick));
  }

  /** Returns when the job has put its marker into each control log, by which it leads. */
  void awaitLeading(LoopJob job) {
    awaitLeading(job, () -> {});
  }

  private void awaitLeading(LoopJob job, Runnable meanwhile) {
    Waiting.until(
        "it leads every layer",
        job::toString,
        () -> {
          meanwhile.run();
          return LAYERS.stream().allMatch(layer -> exists(NAMES.control(layer)));
        });
  }

  private boolean exists(String key) {
    return Replies.number(installed.redis().call(Command.EXISTS, key)) == 1;
  }

  private boolean isRead(String layer) {
    String stream = JournalEntries.of(layer);
    Object last =
        Replies.map(installed.redis().call(Command.XINFO, "STREAM", stream))
            .get("last-generated-id");
    return Replies.list(installed.redis().call(Command.XINFO, "GROUPS", stream)).stream()
        .map(group -> Replies.text(Replies.map(group).get("last-delivered-id")))
        .anyMatch(Replies.text(last)::equals);
  }

  private void tick(String layer) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      send(
          layer,
          JournalEntries.fields(
              NAMES.inbound(layer),
              BEFORE_ALL,
              writer.write(
                  Places.of("Tick", layer, 1), List.of(Fixtures.tick(layer, Duration.ZERO)))));
      installed.redis().receive();
    }
  }

  private void send(String layer, Map<String, byte[]> fields) {
    List<Object> call = new ArrayList<>(List.of(JournalEntries.of(layer), "*"));
    fields.forEach(
        (name, value) -> {
          call.add(name);
          call.add(value);
        });
    installed.redis().send(Command.XADD, call.toArray());
  }
}
