package io.tamiyo.operators.ordering.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.ordering.across.GlobalModel.One;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Streams of several layers, read against each other in random ways, with deliveries that go back
 * in time, control logs, and restarts: what comes out is what sorting gives, and what has been read
 * further apart than is waited for loses nothing but its place.
 */
class GlobalOrderModelTest {

  private static final int HISTORIES = 60;
  private static final long TIMEOUT_MS = 200;
  private static final long START_MS = 1_000;
  private static final AcrossOptions AMPLE =
      new AcrossOptions(AcrossStrategy.GLOBAL, TIMEOUT_MS, 10_000, 1, 1);

  /** A delivery that has not been read yet. */
  private record Unread(One one, long time, long ordinal, boolean control) {}

  @RandomSeeds
  void sortsWhateverIsReadWithinTheTimeout(long seed) {
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      List<List<Unread>> streams = streams(random);
      List<List<One>> layers = new ArrayList<>();
      streams.forEach(
          stream ->
              layers.add(
                  stream.stream().filter(each -> !each.control()).map(Unread::one).toList()));
      List<String> sorted = GlobalModel.sorted(layers);
      for (int reading = 0; reading < 2; reading++) {
        Read read = new Read(AMPLE);
        read.allWithin(TIMEOUT_MS - 1, streams, random);
        assertThat(read.inbound).as("history %d", history).isEqualTo(sorted);
      }
    }
  }

  @RandomSeeds
  void losesNothingWhenOneIsReadFarAheadOfAnother(long seed) {
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      List<List<Unread>> streams = streams(random);
      Read read =
          new Read(
              new AcrossOptions(
                  AcrossStrategy.GLOBAL, 5 + random.nextInt(50), 1 + random.nextInt(20), 1, 1));
      read.allWithin(Long.MAX_VALUE, streams, random);
      for (List<Unread> stream : streams) {
        List<String> inOrder = stream.stream().map(each -> each.one().name()).toList();
        assertThat(read.out).containsSubsequence(inOrder);
      }
      assertThat(read.out).hasSize(streams.stream().mapToInt(List::size).sum());
    }
  }

  private static List<List<Unread>> streams(Random random) {
    List<List<Unread>> streams = new ArrayList<>();
    int layers = 1 + random.nextInt(6);
    long end = START_MS + 50 + random.nextInt(300);
    for (int i = 0; i < layers; i++) {
      streams.add(stream("layer-" + i, end, random));
    }
    return streams;
  }

  private static List<Unread> stream(String layer, long end, Random random) {
    List<Unread> stream = new ArrayList<>();
    Moment clock = new Moment(START_MS, 0);
    for (int i = 0; clock.time() < end; i++) {
      int kind = random.nextInt(12);
      String name = layer + "/" + i;
      if (kind == 0) {
        long any = random.nextInt(10_000);
        stream.add(new Unread(new One(layer, clock, name), any, 0, true));
      } else if (kind == 1) {
        long before = clock.time() - random.nextInt(100);
        stream.add(new Unread(new One(layer, clock, name), before, 0, false));
      } else {
        clock = next(clock, random);
        stream.add(new Unread(new One(layer, clock, name), clock.time(), clock.ordinal(), false));
      }
    }
    return stream;
  }

  private static Moment next(Moment clock, Random random) {
    return random.nextInt(4) == 0
        ? new Moment(clock.time(), clock.ordinal() + 1)
        : new Moment(clock.time() + 1 + random.nextInt(8), random.nextInt(2));
  }

  /** One way to read the streams. */
  private static final class Read {
    private final AcrossOptions options;
    private final Arrivals arrivals = new Arrivals();
    private final Map<Long, Unread> known = new HashMap<>();
    private final List<String> out = new ArrayList<>();
    private final List<String> inbound = new ArrayList<>();
    private final Map<String, Long> passed = new HashMap<>();
    private GlobalOrder order;

    Read(AcrossOptions options) {
      this.options = options;
      this.order = new GlobalOrder(options);
    }

    /** Reads all, no stream further ahead of another than this, and then ends them together. */
    void allWithin(long ms, List<List<Unread>> streams, Random random) {
      int[] at = new int[streams.size()];
      if (ms < Long.MAX_VALUE) {
        tickAll(streams, START_MS);
      }
      while (true) {
        List<Integer> readable = readable(ms, streams, at);
        if (readable.isEmpty()) {
          break;
        }
        int stream = readable.get(random.nextInt(readable.size()));
        arrive(streams.get(stream).get(at[stream]++));
        order = random.nextInt(20) == 0 ? GlobalOrder.of(options, order.stored()) : order;
      }
      end(streams);
    }

    private void end(List<List<Unread>> streams) {
      long end = ends(streams);
      for (long time = START_MS; time <= end; time += TIMEOUT_MS / 2) {
        tickAll(streams, time);
      }
      tickAll(streams, end + 1);
      for (List<Unread> stream : streams) {
        String layer = stream.get(0).one().layer();
        depart(order.arrive(arrivals.of(layer).at(end + 2).farewell()));
      }
      assertThat(order.pending()).isZero();
      assertThat(order.stored().lines()).isEmpty();
    }

    private void tickAll(List<List<Unread>> streams, long time) {
      streams.forEach(stream -> tick(stream.get(0).one().layer(), time));
    }

    private static long ends(List<List<Unread>> streams) {
      return streams.stream()
          .mapToLong(stream -> stream.get(stream.size() - 1).one().clock().time())
          .max()
          .orElse(0);
    }

    private static List<Integer> readable(long ms, List<List<Unread>> streams, int[] at) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < at.length; i++) {
        least = Math.min(least, clock(streams.get(i), at[i]));
      }
      List<Integer> readable = new ArrayList<>();
      for (int i = 0; i < at.length; i++) {
        boolean more = at[i] < streams.get(i).size();
        if (more && (ms == Long.MAX_VALUE || clock(streams.get(i), at[i] + 1) - least <= ms)) {
          readable.add(i);
        }
      }
      return readable;
    }

    /** How far a stream is when so many have been read. */
    private static long clock(List<Unread> stream, int read) {
      return read == 0 ? START_MS : stream.get(read - 1).one().clock().time();
    }

    private void arrive(Unread unread) {
      known.put(order.next(), unread);
      Arrivals.One one =
          arrivals
              .of(unread.one().layer())
              .at(unread.time(), unread.ordinal())
              .from("host")
              .id(unread.one().name());
      depart(order.arrive(unread.control() ? one.control().own() : one.message()));
    }

    private void tick(String layer, long time) {
      depart(order.arrive(arrivals.of(layer).at(time).id("tick").own()));
    }

    private void depart(List<Departure> departures) {
      for (Departure departure : departures) {
        Unread unread = known.remove(departure.number());
        if (unread == null) {
          continue;
        }
        out.add(unread.one().name());
        if (!unread.control()) {
          inbound.add(unread.one().name());
          long all = passed.merge(unread.one().layer(), 1L, Long::sum);
          assertThat(departure.terms().passed()).isEqualTo(all);
        }
      }
    }
  }
}
