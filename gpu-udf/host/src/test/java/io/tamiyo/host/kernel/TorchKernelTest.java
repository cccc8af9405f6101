package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TorchKernelTest extends FusedKernelContract {

  TorchKernelTest() {
    super(TensorEngine.newCpuManager());
  }

  @Override
  FusedKernel open(NDManager manager, int features) {
    return new TorchKernel(manager, features, 1);
  }

  @Test
  void readsTheSumsBackOfSoManyBatchesTogether() {
    try (NDManager manager = TensorEngine.newCpuManager();
        FusedKernel kernel = new TorchKernel(manager, 2, 3)) {
      TensorRows x = TensorRows.of(manager.ones(new Shape(4, 2)).mul(2), 2);
      TensorRows bad = TensorRows.of(manager.ones(new Shape(1, 2)).div(0), 2);
      FeatureSums sums = new FeatureSums(2);

      assertThat(kernel.observe(x, sums)).isFalse();
      assertThat(kernel.observe(bad, sums)).isFalse();
      assertThat(kernel.observe(x, sums)).isTrue();
      assertThat(sums.rows()).isEqualTo(9);
      assertThat(sums.isFinite(0)).isFalse();

      kernel.observe(x, sums);
      kernel.observe(x, sums);
      assertThat(kernel.observe(x, sums)).isTrue();
      assertThat(sums.rows()).isEqualTo(12);
      assertThat(sums.sum(1)).isEqualTo(24);
      assertThat(sums.sumOfSquares(1)).isEqualTo(48);
    }
  }

  @Test
  void leavesNoTensorBehind() {
    try (NDManager manager = TensorEngine.newCpuManager();
        NDManager tensors = manager.newSubManager();
        FusedKernel kernel = new TorchKernel(manager, 2, 2);
        CompiledAffine map = new CompiledAffine(tensors, AffineVectors.identity(2))) {
      TensorRows x = TensorRows.of(tensors.ones(new Shape(4, 2)), 2);
      TensorRows y = TensorRows.of(tensors.ones(new Shape(4, 2)), 2);
      FeatureSums sums = new FeatureSums(2);
      kernel.forward(x, map, y, sums);
      int held = tensors.getManagedArrays().size();
      for (int step = 0; step < 10; step++) {
        kernel.forward(x, map, y, sums);
      }

      assertThat(tensors.getManagedArrays()).hasSize(held);
    }
  }

  @Test
  void holdsNothingWhenItCanNotBeMadeAsAWhole() {
    List<TorchScript> loaded = new ArrayList<>();
    try (NDManager manager = TensorEngine.newCpuManager()) {
      NDArray tensor = manager.ones(new Shape(2, 2));

      assertThatThrownBy(() -> new TorchKernel(manager, -7, 1, recording(loaded, 3)))
          .as("no tensor has so few features")
          .isInstanceOf(RuntimeException.class);
      assertThatThrownBy(() -> new TorchKernel(manager, 2, 1, recording(loaded, 2)))
          .hasMessage("no third function");

      assertThat(loaded).hasSize(5);
      assertThat(loaded)
          .allSatisfy(
              script ->
                  assertThatThrownBy(() -> script.run(tensor))
                      .isInstanceOf(IllegalStateException.class));
      assertThat(manager.getManagedArrays()).containsExactly(tensor);
    }
  }

  private static TorchScript.Loader recording(List<TorchScript> loaded, int most) {
    AtomicInteger calls = new AtomicInteger();
    return (manager, parameters, body) -> {
      if (calls.incrementAndGet() > most) {
        throw new IllegalStateException("no third function");
      }
      TorchScript script = TorchScript.load(manager, parameters, body);
      loaded.add(script);
      return script;
    };
  }
}
