package io.tamiyo.host.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel by the tensor engine's own operators, on the device where the tensors are: {@code
 * addcmul} into a given y, and sums in double precision that stay on the device. Reading them back
 * makes the host wait for the device, so that is done every so many batches only.
 */
final class TorchKernel implements FusedKernel {

  static final String NAME = "torchscript";

  private final NDManager manager;
  private final List<TorchScript> scripts = new ArrayList<>();
  private final int features;
  private final int batchesPerReading;
  private final TorchScript affine;
  private final TorchScript sum;
  private final TorchScript zero;
  private final NDArray moments;
  private int batches;
  private int rows;

  /**
   * @param parent names the device, and keeps what the kernel holds until it is closed
   * @param batchesPerReading how many batches the sums cover that are read back
   */
  TorchKernel(NDManager parent, int features, int batchesPerReading) {
    this(parent, features, batchesPerReading, TorchScript::load);
  }

  /** As above; where a function or the tensor can't be had, nothing is held. */
  TorchKernel(NDManager parent, int features, int batchesPerReading, TorchScript.Loader loader) {
    this.manager = parent.newSubManager();
    this.features = features;
    this.batchesPerReading = batchesPerReading;
    try {
      affine =
          load(
              loader, List.of("b", "x", "a", "y"), "return torch.addcmul(b, x, a, value=1, out=y)");
      sum =
          load(
              loader,
              List.of("x", "moments"),
              "d = torch.to(torch.reshape(x, [-1, " + features + "]), 7)",
              "s = torch.stack([torch.sum(d, [0]), torch.sum(torch.mul(d, d), [0])])",
              "return torch.add_(moments, s)");
      zero = load(loader, List.of("moments"), "return torch.zero_(moments)");
      moments = manager.zeros(new Shape(2, features), DataType.FLOAT64);
    } catch (RuntimeException | Error halfWay) {
      close();
      throw halfWay;
    }
  }

  private TorchScript load(TorchScript.Loader loader, List<String> parameters, String... body) {
    TorchScript script = loader.load(manager, parameters, body);
    scripts.add(script);
    return script;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forward(TensorRows x, CompiledAffine map, TensorRows y) {
    y.requireSameAs(x);
    affine.run(map.shift(), x.tensor(), map.scale(), y.tensor());
  }

  @Override
  public boolean forward(TensorRows x, CompiledAffine map, TensorRows y, FeatureSums sums) {
    forward(x, map, y);
    return observe(x, sums);
  }

  @Override
  public boolean observe(TensorRows x, FeatureSums sums) {
    sum.run(x.tensor(), moments);
    rows += x.rows();
    batches++;
    if (batches < batchesPerReading) {
      return false;
    }
    read(sums);
    return true;
  }

  private void read(FeatureSums sums) {
    sums.start(rows);
    try (NDArray copy = moments.toDevice(Device.cpu(), true)) {
      DoubleBuffer values = copy.toByteBuffer(true).asDoubleBuffer();
      values.get(0, sums.sums());
      values.get(features, sums.squares());
    }
    zero.run(moments);
    rows = 0;
    batches = 0;
  }

  @Override
  public void close() {
    scripts.forEach(TorchScript::close);
    manager.close();
  }
}
