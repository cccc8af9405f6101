package io.tamiyo.operators.ordering;

import static io.tamiyo.operators.delivery.EntryBuilder.entry;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.operators.delivery.InboundEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the streams of some layers hold when hosts have sent over a bad transport: it duplicates,
 * loses and reorders, hosts start anew, their clocks are wrong, and some number nothing.
 */
final class NoisyStreams {

  /** Entries of one producer may change places within so many. */
  static final int BLOCK = 8;

  /** One that is kept back comes when the one so many places behind it has long arrived. */
  private static final int FAR_BEHIND = 40;

  /**
   * What was sent.
   *
   * @param lane producer and stream, or stream alone
   * @param epoch its start; 0 where it does not number
   * @param sequence its place, or how many came before
   * @param keptBack whether it arrives after its place was given up
   */
  record Sent(String lane, String layer, long epoch, long sequence, boolean keptBack) {
    String id() {
      return lane + "/" + epoch + "/" + sequence;
    }

    boolean isNumbered() {
      return epoch > 0;
    }
  }

  /** An entry in its stream. */
  record Arrived(Sent sent, InboundEntry entry) {}

  private final Random random;

  NoisyStreams(Random random) {
    this.random = random;
  }

  /** The stream of each layer. */
  List<List<Arrived>> ofLayers(int layers) {
    List<List<Sent>> sent = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      List<Sent> stream = transported("layer-" + i);
      sent.add(stream);
      stream.forEach(each -> ids.add(each.id()));
    }
    List<List<Arrived>> arrived = new ArrayList<>();
    sent.forEach(stream -> arrived.add(arrived(stream, ids)));
    return arrived;
  }

  private List<Sent> transported(String layer) {
    List<List<Sent>> lanes = new ArrayList<>();
    List<Sent> keptBack = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      lanes.add(numbered(layer + ".host-" + i, layer, keptBack));
    }
    List<Sent> unnumbered = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      unnumbered.add(new Sent(layer + ".people", layer, 0, i, false));
    }
    lanes.add(duplicated(unnumbered));
    List<Sent> merged = merged(lanes);
    merged.addAll(keptBack);
    return merged;
  }

  private List<Sent> numbered(String lane, String layer, List<Sent> keptBack) {
    List<Sent> all = new ArrayList<>();
    long epoch = 1;
    for (int starts = 1 + random.nextInt(2); starts > 0; starts--) {
      int last = 1 + random.nextInt(60);
      List<Sent> ofStart = new ArrayList<>();
      for (int sequence = 1; sequence <= last; sequence++) {
        boolean lost = sequence < last && random.nextInt(30) == 0;
        boolean back = sequence <= last - FAR_BEHIND && random.nextInt(30) == 0;
        Sent sent = new Sent(lane, layer, epoch, sequence, back);
        if (back) {
          keptBack.add(sent);
        } else if (!lost) {
          ofStart.add(sent);
        }
      }
      all.addAll(duplicated(reordered(ofStart)));
      epoch += 1 + random.nextInt(5);
    }
    return all;
  }

  private List<Sent> reordered(List<Sent> sent) {
    for (int from = 0; from < sent.size(); from += BLOCK) {
      Collections.shuffle(sent.subList(from, Math.min(from + BLOCK, sent.size())), random);
    }
    return sent;
  }

  private List<Sent> duplicated(List<Sent> sent) {
    List<Sent> all = new ArrayList<>();
    for (Sent each : sent) {
      all.add(each);
      if (random.nextInt(10) == 0) {
        all.add(all.get(random.nextInt(all.size())));
      }
    }
    return all;
  }

  private List<Sent> merged(List<List<Sent>> lanes) {
    List<Sent> merged = new ArrayList<>();
    int[] at = new int[lanes.size()];
    int left = lanes.stream().mapToInt(List::size).sum();
    while (left > 0) {
      int lane = random.nextInt(at.length);
      if (at[lane] < lanes.get(lane).size()) {
        merged.add(lanes.get(lane).get(at[lane]++));
        left--;
      }
    }
    return merged;
  }

  private List<Arrived> arrived(List<Sent> stream, List<String> ids) {
    List<Arrived> arrived = new ArrayList<>();
    long time = 1_000;
    for (Sent sent : stream) {
      time += 1 + random.nextInt(4);
      var entry = entry(sent.layer()).at(Duration.ofMillis(time)).ordinal(random.nextInt(3));
      if (sent.isNumbered()) {
        entry.from(sent.lane(), sent.epoch(), sent.sequence());
      }
      arrived.add(new Arrived(sent, entry.holding(message(sent, ids)).build()));
    }
    return arrived;
  }

  /** What it says of its time is of no clock; what it depends on may be anything. */
  private Heartbeat message(Sent sent, List<String> ids) {
    Map<String, Object> metadata =
        random.nextInt(25) == 0
            ? Map.of("depends_on", List.of(ids.get(random.nextInt(ids.size())), "lost"))
            : random.nextInt(4) == 0
                ? Map.of("depends_on", ids.get(random.nextInt(ids.size())))
                : Map.of();
    Header header =
        new Header(sent.id(), random.nextLong() / 1e3, "host", Header.VERSION, null, metadata);
    return new Heartbeat(header, "host", 1, Map.of(), "healthy", Map.of(), sent.layer());
  }
}
