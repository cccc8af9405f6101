package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.TestingCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask of ingest with its state, as tests speak of it. */
public final class IngestHarness implements AutoCloseable {

  static final int MAX_PARALLELISM = 128;

  private final KeyedBroadcastOperatorTestHarness<String, InboundEntry, ConfigEntry, Delivery>
      harness;

  private IngestHarness(IngestFunction function, ConfigLog log, int parallelism, int index)
      throws Exception {
    harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new IngestOperator(function, log),
            InboundEntry::layer,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            index);
    harness.setup(InProcessType.of(Delivery.class).createSerializer(new SerializerConfigImpl()));
  }

  /** A subtask without state, alone. */
  public static IngestHarness start() throws Exception {
    return start(IngestOptions.DEFAULTS);
  }

  static IngestHarness start(IngestOptions options) throws Exception {
    return start(options, LayerConfig.DEFAULTS, 1, 0, null);
  }

  static IngestHarness start(
      IngestOptions options,
      LayerConfig defaults,
      int parallelism,
      int index,
      @Nullable OperatorSubtaskState restored)
      throws Exception {
    return start(
        new IngestFunction(StreamNames.unnamed(), TestingCodec::new, defaults, options),
        ConfigLog.EMPTY,
        parallelism,
        index,
        restored);
  }

  /** A subtask that finds this in the configuration stream when it opens. */
  static IngestHarness begin(ConfigLog log, @Nullable OperatorSubtaskState restored)
      throws Exception {
    return start(function(), log, 1, 0, restored);
  }

  /**
   * One subtask of several that finds this.
   *
   * @param kept what as many subtasks have kept, in their order; none where they start
   */
  static IngestHarness begin(
      ConfigLog log, int parallelism, int index, List<OperatorSubtaskState> kept) throws Exception {
    IngestHarness started = new IngestHarness(function(), log, parallelism, index);
    if (!kept.isEmpty()) {
      OperatorSubtaskState all =
          AbstractStreamOperatorTestHarness.repackageState(
              kept.toArray(OperatorSubtaskState[]::new));
      started.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, kept.size(), parallelism, index));
    }
    started.harness.open();
    return started;
  }

  private static IngestFunction function() {
    return new IngestFunction(
        StreamNames.unnamed(), TestingCodec::new, LayerConfig.DEFAULTS, IngestOptions.DEFAULTS);
  }

  private static IngestHarness start(
      IngestFunction function,
      ConfigLog log,
      int parallelism,
      int index,
      @Nullable OperatorSubtaskState restored)
      throws Exception {
    IngestHarness started = new IngestHarness(function, log, parallelism, index);
    if (restored != null) {
      started.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              restored, MAX_PARALLELISM, 1, parallelism, index));
    }
    started.harness.open();
    return started;
  }

  static IngestHarness restore(OperatorSubtaskState state) throws Exception {
    return start(IngestOptions.DEFAULTS, LayerConfig.DEFAULTS, 1, 0, state);
  }

  /** The subtask of a layer. */
  static int indexOf(String layer, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(layer, MAX_PARALLELISM, parallelism);
  }

  /** What comes out because of this entry. */
  List<Delivery> send(InboundEntry entry) throws Exception {
    harness.getOutput().clear();
    harness.processElement(entry, entry.time());
    return harness.extractOutputValues();
  }

  /** The one delivery of this entry. */
  public Delivery deliver(InboundEntry entry) throws Exception {
    List<Delivery> deliveries = send(entry);
    if (deliveries.size() != 1) {
      throw new AssertionError("not one delivery: " + deliveries);
    }
    return deliveries.get(0);
  }

  void configure(long ordinal, Message update) throws Exception {
    harness.processBroadcastElement(
        ConfigEntry.of(
            StreamNames.unnamed().config(),
            5,
            ordinal,
            TestingCodec.fields(Places.of("ConfigUpdate", null, 1), List.of(update))),
        5);
  }

  void configure(ConfigEntry entry) throws Exception {
    harness.processBroadcastElement(entry, 5);
  }

  List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>();
    var output = harness.getSideOutput(IngestFunction.DEAD_LETTERS);
    if (output != null) {
      output.forEach(
          letter -> {
            if (!letter.getValue().stream().equals(StreamNames.unnamed().deadLetters())) {
              throw new AssertionError("dead letter to " + letter.getValue().stream());
            }
            letters.add(TestingCodec.only(DeadLetter.class, letter.getValue()));
          });
    }
    return letters;
  }

  /** All that went aside, in its order. */
  List<Outbound> sideOutput() {
    List<Outbound> aside = new ArrayList<>();
    harness
        .getSideOutput(IngestFunction.DEAD_LETTERS)
        .forEach(letter -> aside.add(letter.getValue()));
    return aside;
  }

  /** The ledger of a layer, told by a tick that changes nothing. */
  LedgerTerms terms(String layer) throws Exception {
    return deliver(EntryBuilder.tick(layer, Duration.ZERO)).terms();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  int timers() {
    return harness.numEventTimeTimers() + harness.numProcessingTimeTimers();
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
