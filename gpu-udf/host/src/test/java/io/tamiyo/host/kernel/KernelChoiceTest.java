package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

  private final NDManager manager = TensorEngine.newCpuManager();

  /** Says what a JVM of its own chooses. */
  public static final class Chooser {
    private Chooser() {}

    /** Prints the kind and the reason. */
    public static void main(String[] arguments) {
      try (NDManager manager = TensorEngine.newCpuManager()) {
        KernelChoice choice = KernelChoice.of(manager);
        System.out.println(choice.kind() + " because " + choice.reason());
      }
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void takesVectorsWhereTheJvmHasThem() {
    assumeTrue(Runtime.version().feature() == 17, "skipped: this JDK has another Vector API");
    assertThat(KernelChoice.choose("auto", manager).kind()).isEqualTo(KernelKind.VECTOR);
    assertThat(KernelChoice.choose("vector", manager).reason()).isEqualTo("as tamiyo.kernel says");
  }

  @Test
  void takesTorchScriptWhenAsked() {
    assertThat(KernelChoice.choose("torchscript", manager).kind())
        .isEqualTo(KernelKind.TORCHSCRIPT);
  }

  @Test
  void refusesAKernelThatDoesNotExist() {
    assertThatThrownBy(() -> KernelChoice.choose("cuda", manager))
        .hasMessage("tamiyo.kernel is cuda; give auto, vector or torchscript");
  }

  @Test
  void fallsBackToTorchScriptWhereTheModuleIsNotThere() throws Exception {
    assertThat(chosenBy("-Xmx256m"))
        .contains("TORCHSCRIPT because the Vector API is not usable (")
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void fallsBackToTorchScriptWhereVectorsAreNotCompiled() throws Exception {
    List<String> options = new ArrayList<>(List.of(KernelKind.VECTOR_OPTIONS.split(" ")));
    options.add("-XX:TieredStopAtLevel=1");
    assertThat(chosenBy(options.toArray(String[]::new)))
        .contains("TORCHSCRIPT because the Vector API is not usable (");
  }

  @Test
  void refusesAForcedKernelThatDoesNotWorkHere() throws Exception {
    assertThat(chosenBy("-Dtamiyo.kernel=vector"))
        .contains("tamiyo.kernel is vector, but the Vector API is not usable");
  }

  @Test
  void usesTheGpuThatTheEngineSees() {
    assertThat(TensorEngine.device("", 0)).isEqualTo(Device.cpu());
    assertThat(TensorEngine.device("", 2)).isEqualTo(Device.gpu());
    assertThat(TensorEngine.device("cpu", 2)).isEqualTo(Device.cpu());
    assertThat(TensorEngine.device("gpu", 0)).isEqualTo(Device.gpu());
    assertThatThrownBy(() -> TensorEngine.device("tpu", 0))
        .hasMessage("tamiyo.device is tpu; give cpu or gpu");
  }

  private static String chosenBy(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Chooser.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
