package io.tamiyo.host.kernel;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of the tensor engine that runs without the engine's Java operators, which have no
 * outputs to be given. Written here as the archive that the engine loads: a ZIP, not compressed, of
 * a pickled module without attributes, its code as text, no constants, and the format's version.
 */
final class TorchScript implements AutoCloseable {

  private static final String ROOT = "kernel/";
  private static final byte[] NO_CONSTANTS = bytes("\u0080\u0002).");
  private static final byte[] MODULE =
      bytes("\u0080\u0002c__torch__\nKernel\n)\u0081}(X\u0008\u0000\u0000\u0000training\u0089ub.");

  private final Model model;
  private final Block block;
  private final ParameterStore none;

  private TorchScript(Model model, NDManager manager) {
    this.model = model;
    this.block = model.getBlock();
    this.none = new ParameterStore(manager, false);
  }

  /**
   * Loads a function of tensors.
   *
   * @param manager names the device
   * @param parameters names of the tensors
   * @param body statements of TorchScript, each a line; the last returns a tensor
   */
  static TorchScript load(NDManager manager, List<String> parameters, String... body) {
    StringBuilder code = new StringBuilder("class Kernel(Module):\n");
    code.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    code.append("  def forward(self: __torch__.Kernel");
    for (String parameter : parameters) {
      code.append(", ").append(parameter).append(": Tensor");
    }
    code.append(") -> Tensor:\n");
    for (String line : body) {
      code.append("    ").append(line).append('\n');
    }
    Model model = Model.newInstance("kernel", manager.getDevice(), "PyTorch");
    try {
      model.load(new ByteArrayInputStream(archive(code.toString())));
    } catch (IOException | MalformedModelException | RuntimeException refused) {
      model.close();
      throw new IllegalStateException("the engine does not load: " + code, refused);
    }
    return new TorchScript(model, manager);
  }

  /** Loads functions as {@link #load} does. */
  @FunctionalInterface
  interface Loader {
    TorchScript load(NDManager manager, List<String> parameters, String... body);
  }

  /** Runs it for its effect on the tensors that it writes to. */
  void run(NDArray... tensors) {
    try (NDList result = block.forward(none, new NDList(tensors), false)) {
      result.detach();
    }
  }

  private static byte[] archive(String code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", MODULE);
      put(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "version", bytes("3\n"));
      put(zip, "byteorder", bytes("little"));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    model.close();
  }
}
