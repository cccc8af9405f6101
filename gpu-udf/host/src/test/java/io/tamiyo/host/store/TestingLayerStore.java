package io.tamiyo.host.store;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Keeps records in memory beyond {@link #close}, and fails when it is told to. */
public final class TestingLayerStore implements LayerStore {

  private final int maxRecords;
  private final List<LayerRecord> records = new ArrayList<>();
  private @Nullable LayerSnapshot snapshot;
  private int failingAppends;
  private boolean failingCommits;
  private volatile CountDownLatch disk = new CountDownLatch(0);
  private final CountDownLatch reached = new CountDownLatch(1);

  public TestingLayerStore(int maxRecords) {
    this.maxRecords = maxRecords;
  }

  /** The next so many appends fail. */
  public synchronized void failAppends(int count) {
    failingAppends = count;
  }

  /** Every commit fails from now on. */
  public synchronized void failCommits() {
    failingCommits = true;
  }

  /** Appends wait for the latch from now on. */
  public void holdAppends(CountDownLatch latch) {
    disk = latch;
  }

  /** Waits until an append is held. */
  public void awaitHeldAppend() throws InterruptedException {
    reached.await();
  }

  /** What was appended since the last snapshot. */
  public synchronized List<LayerRecord> records() {
    return List.copyOf(records);
  }

  @Override
  public synchronized Optional<LayerState> recover() {
    LayerSnapshot first = snapshot;
    if (first == null) {
      return Optional.empty();
    }
    LayerState state = new LayerState(first);
    records.forEach(state::apply);
    return Optional.of(state);
  }

  @Override
  public synchronized void begin(LayerSnapshot born) {
    compact(born);
  }

  @Override
  public void append(LayerRecord layerRecord) {
    if (disk.getCount() > 0) {
      reached.countDown();
      waitForTheDisk();
    }
    add(layerRecord);
  }

  private void waitForTheDisk() {
    try {
      disk.await();
    } catch (InterruptedException interrupted) {
      throw new StoreFailure("interrupted", interrupted);
    }
  }

  private synchronized void add(LayerRecord layerRecord) {
    if (failingAppends > 0) {
      failingAppends--;
      throw new StoreFailure("no space left on device");
    }
    records.add(layerRecord);
  }

  @Override
  public synchronized void commit() {
    if (failingCommits) {
      throw new StoreFailure("the disk is gone");
    }
  }

  @Override
  public synchronized boolean isOutgrown() {
    return records.size() > maxRecords;
  }

  @Override
  public synchronized void compact(LayerSnapshot next) {
    snapshot = next;
    records.clear();
  }

  @Override
  public synchronized void close() {}
}
