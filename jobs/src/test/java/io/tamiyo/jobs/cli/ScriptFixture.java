package io.tamiyo.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A repository without Tamiyo in it: the script {@code tamiyo}, empty modules, and a PATH on which
 * every program is either a tool of POSIX or a stub written here.
 */
final class ScriptFixture {
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "sed",
          "tail",
          "touch",
          "tr");

  private static final List<String> ARTEFACTS =
      List.of(
          "jobs/target/tamiyo-job.jar",
          "jobs/target/jvm.options",
          "gpu-udf/host/target/tamiyo-host-1.jar",
          "gpu-udf/contracts/target/contracts.jar");

  private final Path root;
  private final Path bin;
  private final Map<String, String> environment = new HashMap<>();

  /** What one run of the script left behind. */
  record Outcome(int exitCode, String out, String err) {}

  ScriptFixture(Path directory) {
    root = directory.resolve("tamiyo home");
    bin = directory.resolve("bin");
    environment.put("PATH", bin.toString());
    write(root.resolve("tamiyo"), read(Path.of(System.getProperty("tamiyo.home"), "tamiyo")));
    executable(root.resolve("tamiyo"));
    write(root.resolve("pom.xml"), "");
    for (String module : List.of("gpu-udf/contracts", "gpu-udf/host", "operators", "jobs")) {
      write(root.resolve(module).resolve("pom.xml"), "");
      write(root.resolve(module).resolve("src/main/java/A.java"), "");
    }
    TOOLS.forEach(this::passOn);
    program("uname", "case $1 in -s) echo Linux ;; -m) echo x86_64 ;; esac");
    javaOfVersion("17.0.15");
    program("javac", "exit 0");
    program("mvn", "echo 'Apache Maven 3.8.7'; [ \"$1\" = -version ] || { " + touches() + "; }");
  }

  /** Puts a shell script on the PATH; {@code @ROOT} in it is the repository. */
  final ScriptFixture program(String name, String script) {
    write(bin.resolve(name), "#!/bin/sh\n" + script.replace("@ROOT", root.toString()) + "\n");
    executable(bin.resolve(name));
    return this;
  }

  /** A java that says its version, and otherwise what it was started with. */
  final ScriptFixture javaOfVersion(String version) {
    return program(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\" 2025-01-01' >&2; exit; fi\n"
            + "echo \"CLASSPATH=$CLASSPATH\"; for a; do echo \"argument $a\"; done");
  }

  ScriptFixture without(String program) {
    delete(bin.resolve(program));
    return this;
  }

  ScriptFixture withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Leaves the artefacts of a build that ended now; the sources are a minute old. */
  ScriptFixture built() {
    Instant now = Instant.now();
    try (var files = Files.walk(root)) {
      files.forEach(file -> modified(file, now.minusSeconds(60)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    ARTEFACTS.forEach(artefact -> write(root.resolve(artefact), "x"));
    String classPath = root.resolve("gpu-udf/contracts/target/contracts.jar").toString();
    write(root.resolve("jobs/target/cli.classpath"), classPath);
    write(root.resolve("gpu-udf/host/target/host.classpath"), classPath);
    write(
        root.resolve("jobs/target/cluster.classpath"),
        root.resolve("jobs/target/jvm.options").toString());
    return this;
  }

  /** Changes a file so that it is newer than the build. */
  ScriptFixture edited(String file) {
    modified(root.resolve(file), Instant.now().plusSeconds(60));
    return this;
  }

  ScriptFixture deleted(String file) {
    delete(root.resolve(file));
    return this;
  }

  String logOfTheBuild() {
    return read(root.resolve(".tamiyo/build.log"));
  }

  Path root() {
    return root;
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("tamiyo"), arguments);
  }

  Outcome run(Path script, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(false).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script does not end");
    }
    return new Outcome(process.exitValue(), out, err);
  }

  private String touches() {
    StringBuilder script = new StringBuilder();
    ARTEFACTS.forEach(
        artefact ->
            script
                .append("mkdir -p \"$(dirname \"@ROOT/")
                .append(artefact)
                .append("\")\"; echo x >\"@ROOT/")
                .append(artefact)
                .append("\"; "));
    return script
        + "for f in jobs/target/cli jobs/target/cluster gpu-udf/host/target/host; do"
        + " echo '@ROOT/gpu-udf/contracts/target/contracts.jar' >\"@ROOT/$f.classpath\"; done";
  }

  private void passOn(String tool) {
    String program =
        List.of("/usr/bin", "/bin").stream()
            .map(directory -> directory + "/" + tool)
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst()
            .orElseThrow(() -> new AssertionError("this machine has no " + tool));
    program(tool, "exec " + program + " \"$@\"");
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void executable(Path file) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void modified(Path file, Instant time) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
