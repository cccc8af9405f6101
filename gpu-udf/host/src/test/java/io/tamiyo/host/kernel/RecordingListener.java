package io.tamiyo.host.kernel;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it hears. */
final class RecordingListener implements KernelListener {

  final List<KernelFailure> failures = new ArrayList<>();
  final List<Double> firstSums = new ArrayList<>();
  final List<Long> nanos = new ArrayList<>();

  @Override
  public void onForward(FeatureSums sums, long forwardNanos) {
    firstSums.add(sums.sum(0));
    nanos.add(forwardNanos);
  }

  @Override
  public void onFailure(KernelFailure failure) {
    failures.add(failure);
  }
}
