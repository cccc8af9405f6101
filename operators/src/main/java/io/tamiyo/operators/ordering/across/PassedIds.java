package io.tamiyo.operators.ordering.across;

import java.util.HashMap;
import java.util.Map;

/**
 * The ids of the messages that have passed last, as many and as long as the options say. They are
 * numbered as they pass, so that what was added and forgotten since they were kept last can be told
 * by two numbers. In memory each takes about 120 bytes.
 */
final class PassedIds {

  private static final int FEW = 64;

  private final int window;
  private final long rememberMs;
  private final Map<IdHash, Long> numbers = new HashMap<>();
  private Ring ring = new Ring(FEW);
  private long oldest;
  private long next;
  private long forgottenEarly;
  private long lastForgottenEarly;

  /** The last ids by their numbers; the size is a power of two. */
  private record Ring(long[] high, long[] low, long[] times) {

    Ring(int size) {
      this(new long[size], new long[size], new long[size]);
    }

    int size() {
      return times.length;
    }

    void put(long number, IdHash id, long time) {
      int place = place(number);
      high[place] = id.high();
      low[place] = id.low();
      times[place] = time;
    }

    IdHash id(long number) {
      return new IdHash(high[place(number)], low[place(number)]);
    }

    long time(long number) {
      return times[place(number)];
    }

    private int place(long number) {
      return (int) (number & (times.length - 1));
    }
  }

  private PassedIds(AcrossOptions options, CausalState state) {
    this.window = options.rememberedIds();
    this.rememberMs = options.rememberMs();
    this.oldest = state.oldestPassed();
    this.next = state.oldestPassed();
    this.lastForgottenEarly = state.lastForgottenEarly();
  }

  /**
   * What was kept.
   *
   * @param blocks all that is remembered, in turn; the first may begin with what is not
   */
  static PassedIds of(AcrossOptions options, CausalState state, Iterable<PassedBlock> blocks) {
    PassedIds kept = new PassedIds(options, state);
    for (PassedBlock block : blocks) {
      for (int i = 0; i < block.times().length; i++) {
        if (block.first() + i >= kept.oldest) {
          kept.append(new IdHash(block.high()[i], block.low()[i]), block.times()[i]);
        }
      }
    }
    return kept;
  }

  /** Remembers an id, unless it is none or one that nobody can name. */
  void add(String id, long time) {
    if (id.isEmpty() || id.length() > Dependencies.MAX_ID_LENGTH) {
      return;
    }
    append(IdHash.of(id), time);
    forget(time - rememberMs);
  }

  boolean contains(String id) {
    return numbers.containsKey(IdHash.of(id));
  }

  /** The number of the first that is remembered. */
  long oldest() {
    return oldest;
  }

  /** The number of the next. */
  long next() {
    return next;
  }

  /** Those from a number on, up to before another. */
  PassedBlock block(long from, long to) {
    int size = (int) (to - from);
    PassedBlock block = new PassedBlock(from, new long[size], new long[size], new long[size]);
    for (int i = 0; i < size; i++) {
      IdHash id = ring.id(from + i);
      block.high()[i] = id.high();
      block.low()[i] = id.low();
      block.times()[i] = ring.time(from + i);
    }
    return block;
  }

  /** Ids that were forgotten before their time, since too many had passed; since this start. */
  long forgottenEarly() {
    return forgottenEarly;
  }

  /** When the last of those had passed, milliseconds; 0 where there was none. */
  long lastForgottenEarly() {
    return lastForgottenEarly;
  }

  /** Whether an id that is not known may have passed within the time that they are remembered. */
  boolean mayHaveForgotten(long now) {
    return lastForgottenEarly > 0 && lastForgottenEarly >= now - rememberMs;
  }

  private void append(IdHash id, long time) {
    if (next - oldest == ring.size()) {
      Ring larger = new Ring(ring.size() * 2);
      for (long number = oldest; number < next; number++) {
        larger.put(number, ring.id(number), ring.time(number));
      }
      ring = larger;
    }
    ring.put(next, id, time);
    numbers.put(id, next);
    next++;
  }

  private void forget(long before) {
    while (oldest < next && (next - oldest > window || ring.time(oldest) < before)) {
      if (ring.time(oldest) >= before) {
        forgottenEarly++;
        lastForgottenEarly = ring.time(oldest);
      }
      numbers.remove(ring.id(oldest), oldest);
      oldest++;
    }
  }
}
