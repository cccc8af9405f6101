package io.tamiyo.operators.ordering;

import static io.tamiyo.operators.delivery.EntryBuilder.farewell;
import static io.tamiyo.operators.delivery.EntryBuilder.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.ordering.NoisyStreams.Arrived;
import io.tamiyo.operators.ordering.NoisyStreams.Sent;
import io.tamiyo.operators.ordering.across.AcrossHarness;
import io.tamiyo.operators.ordering.across.AcrossOptions;
import io.tamiyo.operators.ordering.across.AcrossStrategy;
import io.tamiyo.operators.ordering.across.CausalModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Noisy streams of several layers, read against each other at random, through ingest, order and the
 * order across layers: what comes out is what a simple look at what was sent gives.
 */
class EveryStrategyTest {

  private static final int LAYERS = 3;
  private static final String LATE = " late";
  private static final long BEGIN_MS = 900;
  private static final long END_MS = 100_000;

  /** Far more than a producer's messages change places by. */
  private static final int WINDOW = 20;

  /** What came out, and the clock of its layer then. */
  private record Out(String layer, String told, long clock) {}

  @RandomSeeds
  void noneIsTheOrderOfArrivalWithoutDuplicates(long seed) throws Exception {
    Random random = new Random(seed);
    for (List<Arrived> stream : new NoisyStreams(random).ofLayers(LAYERS)) {
      List<String> ids = stream.stream().map(each -> each.sent().id()).toList();
      assertThat(told(ofLayer(ordering(OrderingStrategy.NONE, random), stream)))
          .isEqualTo(List.copyOf(new LinkedHashSet<>(ids)));
    }
  }

  @RandomSeeds
  void partitionSortsWhatEachProducerHasSent(long seed) throws Exception {
    Random random = new Random(seed);
    for (List<Arrived> stream : new NoisyStreams(random).ofLayers(LAYERS)) {
      List<String> out = told(ofLayer(ordering(OrderingStrategy.PARTITION, random), stream));
      Map<String, List<Sent>> lanes = new HashMap<>();
      for (Sent sent : new LinkedHashSet<>(stream.stream().map(Arrived::sent).toList())) {
        lanes.computeIfAbsent(sent.lane(), unused -> new ArrayList<>()).add(sent);
      }
      lanes.forEach(
          (lane, sent) -> {
            List<String> ofLane = out.stream().filter(told -> told.startsWith(lane + "/")).toList();
            assertThat(ofLane).filteredOn(told -> !told.endsWith(LATE)).isEqualTo(inOrder(sent));
            assertThat(ofLane).filteredOn(told -> told.endsWith(LATE)).isEqualTo(late(sent));
          });
      assertThat(out).hasSize(lanes.values().stream().mapToInt(List::size).sum());
    }
  }

  @RandomSeeds
  void globalSortsWhatTheLayersGiveHoweverTheyAreRead(long seed) throws Exception {
    Random random = new Random(seed);
    List<List<Arrived>> streams = new NoisyStreams(random).ofLayers(LAYERS);
    OrderingOptions ordering = ordering(OrderingStrategy.PARTITION, random);
    List<Out> expected = new ArrayList<>();
    for (List<Arrived> stream : streams) {
      expected.addAll(ofLayer(ordering, stream));
    }
    expected.sort(Comparator.comparing(Out::clock).thenComparing(Out::layer));
    AcrossOptions ample = new AcrossOptions(AcrossStrategy.GLOBAL, 2 * END_MS, 100_000, 1, 1);
    assertThat(expected).hasSize(distinct(streams));
    assertThat(new Across(ordering, ample, random, null).read(streams)).isEqualTo(told(expected));
  }

  @RandomSeeds
  void causalLetsGoWhatTheModelLetsGo(long seed) throws Exception {
    Random random = new Random(seed);
    AcrossOptions options =
        new AcrossOptions(
            AcrossStrategy.CAUSAL,
            30 + random.nextInt(300),
            5 + random.nextInt(50),
            20 + random.nextInt(500),
            100 + random.nextInt(2_000));
    OrderingOptions ordering = ordering(OrderingStrategy.PARTITION, random);
    CausalModel model = new CausalModel(options);
    List<List<Arrived>> streams = new NoisyStreams(random).ofLayers(LAYERS);
    assertThat(new Across(ordering, options, random, model).read(streams))
        .hasSize(distinct(streams));
    assertThat(model.pending()).isZero();
  }

  /** By start and sequence, where it numbers. */
  private static List<String> inOrder(Collection<Sent> lane) {
    List<Sent> inOrder = new ArrayList<>(lane);
    inOrder.removeIf(Sent::keptBack);
    if (inOrder.get(0).isNumbered()) {
      inOrder.sort(Comparator.comparing(Sent::epoch).thenComparing(Sent::sequence));
    }
    return inOrder.stream().map(Sent::id).toList();
  }

  private static List<String> late(Collection<Sent> lane) {
    return lane.stream().filter(Sent::keptBack).map(sent -> sent.id() + LATE).toList();
  }

  /** A layer by itself, without an order across layers. */
  private static List<Out> ofLayer(OrderingOptions ordering, List<Arrived> stream)
      throws Exception {
    List<Out> out = new ArrayList<>();
    long clock = 0;
    try (Pipeline pipeline = new Pipeline(ordering)) {
      List<InboundEntry> entries = new ArrayList<>(stream.stream().map(Arrived::entry).toList());
      entries.add(tick(entries.get(0).layer(), Duration.ofMillis(END_MS)));
      for (InboundEntry entry : entries) {
        for (Delivery delivery : pipeline.send(entry)) {
          long now = Math.max(clock, id(delivery.entry()));
          told(delivery).forEach(told -> out.add(new Out(entry.layer(), told, now)));
          clock = now;
        }
      }
    }
    return out;
  }

  /** The id of an entry, whose ordinals are small here, as one number. */
  private static long id(InboundEntry entry) {
    return entry.time() * 10 + entry.ordinal();
  }

  private static int distinct(List<List<Arrived>> streams) {
    Set<Sent> sent = new HashSet<>();
    streams.forEach(stream -> stream.forEach(each -> sent.add(each.sent())));
    return sent.size();
  }

  private static OrderingOptions ordering(OrderingStrategy strategy, Random random) {
    return new OrderingOptions(strategy, WINDOW, 10_000, 600 + random.nextInt(2_000));
  }

  private static List<String> told(List<Out> out) {
    return out.stream().map(Out::told).toList();
  }

  private static List<String> told(Delivery delivery) {
    return Heartbeats.ids(List.of(delivery)).stream()
        .filter(id -> id.contains("/"))
        .map(id -> id + (delivery.late() ? LATE : ""))
        .toList();
  }

  /** All layers, in an order of their own, with restarts of both operators. */
  private static final class Across {
    private final OrderingOptions ordering;
    private final AcrossOptions options;
    private final Random random;
    private final @Nullable CausalModel model;
    private final Map<String, Long> passed = new HashMap<>();
    private final List<String> out = new ArrayList<>();

    Across(
        OrderingOptions ordering,
        AcrossOptions options,
        Random random,
        @Nullable CausalModel model) {
      this.ordering = ordering;
      this.options = options;
      this.random = random;
      this.model = model;
    }

    List<String> read(List<List<Arrived>> streams) throws Exception {
      try (Pipeline pipeline = new Pipeline(ordering)) {
        AcrossHarness across = AcrossHarness.start(options, null);
        for (InboundEntry entry : interleaved(streams)) {
          for (Delivery delivery : pipeline.send(entry)) {
            take(delivery, across.send(delivery));
          }
          if (random.nextInt(300) == 0) {
            pipeline.restart();
            AcrossHarness.Kept kept = across.snapshot();
            across.close();
            across = AcrossHarness.start(options, kept);
          }
        }
        assertThat(across.stateEntries())
            .isEqualTo(options.strategy() == AcrossStrategy.CAUSAL ? 2 : 1);
        across.close();
      }
      return out;
    }

    /** Ticks begin and end each; between them the streams are read as it happens. */
    private List<InboundEntry> interleaved(List<List<Arrived>> streams) {
      List<InboundEntry> all = new ArrayList<>(ticks(BEGIN_MS));
      int[] at = new int[streams.size()];
      int left = streams.stream().mapToInt(List::size).sum();
      while (left > 0) {
        int stream = random.nextInt(at.length);
        for (int i = random.nextInt(20); i > 0 && at[stream] < streams.get(stream).size(); i--) {
          all.add(streams.get(stream).get(at[stream]++).entry());
          left--;
        }
      }
      all.addAll(ticks(END_MS));
      all.addAll(ticks(END_MS + options.timeoutMs()));
      for (int i = 0; i < LAYERS; i++) {
        long end = END_MS + 2 * options.timeoutMs();
        all.add(farewell("layer-" + i, Duration.ofMillis(end)).build());
      }
      return all;
    }

    private static List<InboundEntry> ticks(long time) {
      List<InboundEntry> ticks = new ArrayList<>();
      for (int i = 0; i < LAYERS; i++) {
        ticks.add(tick("layer-" + i, Duration.ofMillis(time)));
      }
      return ticks;
    }

    private void take(Delivery arrived, List<Delivery> gone) {
      List<String> told = new ArrayList<>();
      for (Delivery delivery : gone) {
        List<String> messages = told(delivery);
        told.addAll(messages);
        long all = passed.merge(delivery.layer(), (long) messages.size(), Long::sum);
        assertThat(delivery.terms().passed()).isEqualTo(all);
      }
      if (model != null) {
        assertThat(told).isEqualTo(modelled(model, arrived));
      }
      out.addAll(told);
    }

    private static List<String> modelled(CausalModel model, Delivery arrived) {
      List<String> ids = told(arrived);
      List<String> gone =
          ids.isEmpty()
              ? model.tick(arrived.time(), "time of a tick")
              : model.arrive(
                  arrived.time(),
                  ids.get(0),
                  arrived.layer() + " " + arrived.header().producer(),
                  Heartbeats.ids(List.of(arrived)),
                  dependencies(arrived.messages().get(0)),
                  arrived.late());
      return gone.stream()
          .filter(told -> !told.startsWith("time of "))
          .map(told -> told.replaceAll(" without .*", LATE))
          .toList();
    }

    private static List<String> dependencies(Message message) {
      Object named = message.header().metadata().getOrDefault("depends_on", List.of());
      List<String> ids = new ArrayList<>();
      (named instanceof List<?> list ? list : List.of(named))
          .forEach(id -> ids.add(String.valueOf(id)));
      ids.remove(message.header().messageId());
      return ids;
    }
  }
}
