package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Hosts in processes of their own, each a {@link HostUnderKill}; the last is killed at the end. */
final class HostProcesses implements AutoCloseable {

  private final List<Process> started = new ArrayList<>();
  private final IntSupplier redisPort;

  HostProcesses(IntSupplier redisPort) {
    this.redisPort = redisPort;
  }

  /** A host that takes commands. */
  Process ready(Path store) throws IOException {
    return ready(store, "run");
  }

  /** The same in another mode. */
  Process ready(Path store, String mode) throws IOException {
    Process host = start(store, mode);
    assertThat(output(host).readLine()).isEqualTo(HostUnderKill.READY);
    return host;
  }

  /** A host that begins. */
  Process start(Path store, String mode) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            HostUnderKill.class.getName(),
            Integer.toString(redisPort.getAsInt()),
            store.toString(),
            mode);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    builder.environment().put("CLASSPATH", classPath);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process host = builder.start();
    started.add(host);
    return host;
  }

  static BufferedReader output(Process host) {
    return new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
  }

  static void kill(Process host) {
    host.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    started.forEach(HostProcesses::kill);
  }
}
