package io.tamiyo.operators.correlation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way to their first command, and for a while those that have one, for the
 * commands that follow. The one that was heard of first is forgotten first.
 */
final class OpenRequests {

  private final Map<String, AwaitedRequest> byId = new LinkedHashMap<>();

  void restore(AwaitedRequest request) {
    byId.put(request.id(), request);
  }

  List<AwaitedRequest> all() {
    return List.copyOf(byId.values());
  }

  int size() {
    return byId.size();
  }

  /** A request was read. */
  void asked(String id, long time, String entryId) {
    heard(id, time, time, entryId, false);
  }

  /** A plan was read, maybe before the request that it is for. */
  void planned(String id, long time, String entryId) {
    heard(id, AwaitedCommand.UNKNOWN, time, entryId, true);
  }

  private void heard(String id, long asked, long time, String entryId, boolean planned) {
    AwaitedRequest known = byId.get(id);
    byId.put(
        id,
        known == null
            ? new AwaitedRequest(id, asked, time, entryId, planned, false)
            : new AwaitedRequest(
                id,
                Math.max(asked, known.askedAt()),
                Math.max(time, known.heardAt()),
                entryId,
                planned || known.planned(),
                known.answered()));
  }

  /**
   * A command was read.
   *
   * @param id of the request that it is for, or null where nobody asked
   * @return when that was asked, negative where it is not known
   */
  long commanded(@Nullable String id, long time, String entryId) {
    AwaitedRequest known = id == null ? null : byId.get(id);
    if (known == null) {
      return AwaitedCommand.UNKNOWN;
    }
    restore(new AwaitedRequest(known.id(), known.askedAt(), time, entryId, true, true));
    return known.askedAt();
  }

  /** A request was answered otherwise than by commands. */
  void answered(String id) {
    byId.remove(id);
  }

  /** As {@link OpenStories#done}. */
  boolean done(String id) {
    AwaitedRequest known = byId.get(id);
    if (known == null || known.answered()) {
      return false;
    }
    restore(
        new AwaitedRequest(
            id, known.askedAt(), known.heardAt(), known.entryId(), known.planned(), true));
    return true;
  }

  /** Forgets the first of more than so many; returns how many those were. */
  int bound(int most) {
    return Oldest.forget(byId.values(), most);
  }

  /** Takes out those that have waited for longer than this; those that no command came of. */
  List<Overdue> overdue(Look look, long openAfterMs) {
    List<Overdue> overdue = new ArrayList<>();
    for (AwaitedRequest request : all()) {
      if (look.isOver(request.heardAt(), openAfterMs)) {
        byId.remove(request.id());
        if (!request.answered()) {
          overdue.add(
              new Overdue(
                  request.id(),
                  request.id(),
                  request.waitsFor(),
                  request.heardAt(),
                  openAfterMs,
                  request.entryId()));
        }
      }
    }
    return overdue;
  }
}
