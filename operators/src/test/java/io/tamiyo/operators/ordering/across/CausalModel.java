package io.tamiyo.operators.ordering.across;

import java.util.ArrayList;
import java.util.List;

/**
 * What CAUSAL should do, said as simply as can be: all that waits stands in one list, and whether
 * something may go is asked anew each time.
 */
public final class CausalModel {

  /** What waits: since when, and in whose order. */
  private record Held(
      String name, String lane, List<String> ids, List<String> missing, long since) {}

  private final AcrossOptions options;
  private final List<Held> waiting = new ArrayList<>();
  private final List<PassedId> passed = new ArrayList<>();
  private List<String> out = new ArrayList<>();
  private long now;

  /** Nothing has arrived. */
  public CausalModel(AcrossOptions options) {
    this.options = options;
  }

  /** Time goes on, and nothing else. */
  public List<String> tick(long time, String name) {
    out = new ArrayList<>();
    now = Math.max(now, time);
    out.add(name);
    giveUp();
    return out;
  }

  /** A message arrives. */
  public List<String> arrive(
      long time, String name, String lane, List<String> ids, List<String> on, boolean late) {
    out = new ArrayList<>();
    now = Math.max(now, time);
    List<String> missing = late ? List.of() : on.stream().filter(id -> !knows(id)).toList();
    boolean behind = waiting.stream().anyMatch(held -> held.lane().equals(lane));
    if (late || (missing.isEmpty() && !behind)) {
      out.add(name);
      pass(ids);
      goOn();
    } else {
      out.add("time of " + name);
      waiting.add(new Held(name, lane, ids, new ArrayList<>(missing), now));
    }
    giveUp();
    return out;
  }

  /** How much waits. */
  public long pending() {
    return waiting.stream().mapToLong(held -> held.ids().size()).sum();
  }

  private boolean knows(String id) {
    return passed.stream().anyMatch(known -> known.id().equals(id));
  }

  private void pass(List<String> ids) {
    for (String id : ids) {
      waiting.forEach(held -> held.missing().remove(id));
      passed.add(new PassedId(id, now));
      while (passed.size() > options.rememberedIds()
          || passed.get(0).time() < now - options.rememberMs()) {
        passed.remove(0);
      }
    }
  }

  private void goOn() {
    for (int i = 0; i < waiting.size(); i++) {
      Held held = waiting.get(i);
      boolean first =
          waiting.subList(0, i).stream().noneMatch(other -> other.lane().equals(held.lane()));
      if (first && held.missing().isEmpty()) {
        waiting.remove(i);
        out.add(held.name());
        pass(held.ids());
        goOn();
        return;
      }
    }
  }

  private void giveUp() {
    while (!waiting.isEmpty()
        && (now - waiting.get(0).since() >= options.timeoutMs()
            || pending() > options.maxPending())) {
      Held oldest = waiting.remove(0);
      out.add(oldest.name() + " without " + oldest.missing());
      pass(oldest.ids());
      goOn();
    }
  }
}
