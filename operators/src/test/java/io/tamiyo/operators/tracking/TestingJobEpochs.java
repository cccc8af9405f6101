package io.tamiyo.operators.tracking;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Epochs without a server: it counts up, refuses or fails as it is told. */
final class TestingJobEpochs implements JobEpochs {

  final List<Claim> claims = new CopyOnWriteArrayList<>();
  final List<Long> renewals = new CopyOnWriteArrayList<>();
  long next = 100;
  boolean held = true;
  boolean closed;
  @Nullable String holder;
  @Nullable IOException failure;

  @Override
  public Answer acquire(Claim claim) throws IOException {
    claims.add(claim);
    fail();
    if (holder != null && !claim.takeover()) {
      return new Answer.Refused(holder, 1_000);
    }
    next = Math.max(next, claim.floor() + 1);
    return new Answer.Granted(next++);
  }

  @Override
  public boolean renew(String lineage, long epoch) throws IOException {
    renewals.add(epoch);
    fail();
    return held;
  }

  private void fail() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
