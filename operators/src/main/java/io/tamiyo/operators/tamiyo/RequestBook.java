package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.TransitionRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of a layer, in the order in which they were first heard of. It is bounded: what is
 * closed is forgotten first, and when everything is open, nothing more is taken.
 */
final class RequestBook {

  /** Requests that are remembered. */
  static final int BOUND = 256;

  private final Map<String, OpenRequest> byId = new LinkedHashMap<>();

  /** What became of a request or plan that was read. */
  enum Taken {
    /** It is new, or it adds to what is known. */
    NEW,
    /** It was known before; nothing changes. */
    KNOWN,
    /** There is no room; it is not taken. */
    FULL
  }

  Taken take(TransitionRequest request, String cause, long now) {
    OpenRequest known = byId.get(request.header().messageId());
    if (known == null) {
      return add(OpenRequest.of(request, cause, now));
    }
    if (known.closed() || known.request() != null) {
      return Taken.KNOWN;
    }
    byId.put(known.requestId(), known.with(request));
    return Taken.NEW;
  }

  /** The first plan for a request counts, whoever wrote it. */
  Taken take(Plan plan, String cause, long now) {
    OpenRequest known = byId.get(plan.requestId());
    if (known == null) {
      return add(OpenRequest.of(plan, cause, now));
    }
    if (known.closed() || known.plan() != null) {
      return Taken.KNOWN;
    }
    byId.put(known.requestId(), known.with(plan));
    return Taken.NEW;
  }

  void close(String requestId) {
    byId.computeIfPresent(requestId, (id, request) -> request.close());
  }

  /** Those for which something is left to do. */
  List<OpenRequest> open() {
    List<OpenRequest> open = new ArrayList<>();
    for (OpenRequest request : byId.values()) {
      if (!request.closed()) {
        open.add(request);
      }
    }
    return open;
  }

  /** All that are remembered, oldest first. */
  List<OpenRequest> all() {
    return List.copyOf(byId.values());
  }

  /** Puts back what {@link #all} gave. */
  static RequestBook of(List<OpenRequest> requests) {
    RequestBook book = new RequestBook();
    requests.forEach(request -> book.byId.put(request.requestId(), request));
    return book;
  }

  private Taken add(OpenRequest request) {
    if (byId.size() >= BOUND && !forgetOldestClosed()) {
      return Taken.FULL;
    }
    byId.put(request.requestId(), request);
    return Taken.NEW;
  }

  private boolean forgetOldestClosed() {
    Iterator<OpenRequest> requests = byId.values().iterator();
    while (requests.hasNext()) {
      if (requests.next().closed()) {
        requests.remove();
        return true;
      }
    }
    return false;
  }
}
