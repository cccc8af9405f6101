package io.tamiyo.host.measurement;

/**
 * How many training forwards of a layer were measured: counted once, for all of its seeds. Belongs
 * to the training thread.
 */
public final class ForwardCount {

  private long forwards;

  public void add() {
    forwards++;
  }

  long forwards() {
    return forwards;
  }
}
