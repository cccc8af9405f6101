package io.tamiyo.host.spirals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Points as tensors, made once: creating one costs a buffer outside the heap each time. */
record LabelledBatch(NDArray points, NDArray labels) {

  static LabelledBatch of(PointSet set, NDManager manager) {
    return new LabelledBatch(
        manager.create(set.coordinates(), new Shape(set.size(), 2)),
        manager.create(set.labels(), new Shape(set.size())));
  }

  /** The set in parts of a size, the last one as large as what is left. */
  static List<LabelledBatch> split(PointSet set, int size, NDManager manager) {
    List<LabelledBatch> batches = new ArrayList<>();
    for (int start = 0; start < set.size(); start += size) {
      batches.add(of(set.slice(start, Math.min(set.size(), start + size)), manager));
    }
    return batches;
  }
}
