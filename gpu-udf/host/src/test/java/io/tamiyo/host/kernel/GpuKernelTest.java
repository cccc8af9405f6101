package io.tamiyo.host.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

class GpuKernelTest extends FusedKernelContract {

  GpuKernelTest() {
    super(
        TensorEngine.load().getGpuCount() > 0
            ? TensorEngine.load().newBaseManager(Device.gpu())
            : TensorEngine.newCpuManager());
  }

  @Override
  FusedKernel open(NDManager manager, int features) {
    return new TorchKernel(manager, features, 1);
  }

  @Override
  void skipWithoutDevice() {
    assumeTrue(TensorEngine.load().getGpuCount() > 0, "skipped: the tensor engine sees no GPU");
  }
}
