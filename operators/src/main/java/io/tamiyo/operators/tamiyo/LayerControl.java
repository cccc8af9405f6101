package io.tamiyo.operators.tamiyo;

import io.tamiyo.operators.delivery.Delivery;

/**
 * All that Tamiyo keeps of a layer: one state value, read once and written once per delivery.
 * Mutable, as its view is; Flink copies it where a snapshot needs one.
 */
public final class LayerControl {

  private static final long UNSET = Long.MIN_VALUE;

  private LayerView view;
  private final RequestBook requests;
  private long now;
  private Sight sight;
  private boolean quiet;

  /** A layer of which nothing was heard. */
  public LayerControl() {
    this(new LayerView(), new RequestBook(), UNSET, Sight.NONE, false);
  }

  LayerControl(LayerView view, RequestBook requests, long now, Sight sight, boolean quiet) {
    this.view = view;
    this.requests = requests;
    this.now = now;
    this.sight = sight;
    this.quiet = quiet;
  }

  /** What is known of the layer. */
  public LayerView view() {
    return view;
  }

  /** Nothing is known of the layer until it reports again; what people asked for stays. */
  void forgetView() {
    view = new LayerView();
  }

  RequestBook requests() {
    return requests;
  }

  /** The greatest time of the layer's inbound stream, milliseconds. */
  public long now() {
    return now;
  }

  /** The layer's time at a delivery: the clock, or while it does not run yet, the entry's own. */
  long since(Delivery delivery) {
    return now == UNSET ? delivery.time() : now;
  }

  void advance(long time) {
    now = Math.max(now, time);
  }

  /** How well the layer was seen at the last evaluation. */
  Sight sight() {
    return sight;
  }

  void see(Sight found) {
    sight = found;
  }

  /** Whether the last evaluation wanted nothing, so that without news the next would not either. */
  boolean isQuiet() {
    return quiet;
  }

  void setQuiet(boolean wantsNothing) {
    quiet = wantsNothing;
  }

  LayerControl copy() {
    return new LayerControl(view.copy(), RequestBook.of(requests.all()), now, sight, quiet);
  }
}
