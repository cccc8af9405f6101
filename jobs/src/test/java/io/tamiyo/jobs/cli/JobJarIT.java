package io.tamiyo.jobs.cli;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.jobs.cluster.Installation;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the jar holds that people submit, by command or by upload in Flink's web UI. */
class JobJarIT {
  private static final String MAIN = "io.tamiyo.jobs.controlplane.ControlPlaneJob";

  @Test
  void namesTheControlPlaneJobAsItsMainClassAndHoldsIt() throws IOException {
    try (JarFile jar = jar()) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Main-Class")).isEqualTo(MAIN);
      assertThat(jar.getEntry(MAIN.replace('.', '/') + ".class")).isNotNull();
    }
  }

  @Test
  void holdsWhatTheJobNeeds() throws IOException {
    assertThat(packages())
        .contains(
            "io/tamiyo/contracts/message",
            "io/tamiyo/operators/redis/source",
            "io/tamiyo/jobs/controlplane",
            "io/tamiyo/jobs/mirror",
            "redis/clients/jedis",
            // Flink looks at the annotations of what it serializes.
            "org/jspecify/annotations",
            "com/fasterxml/jackson/databind",
            "com/fasterxml/jackson/dataformat/cbor",
            "com/github/luben/zstd",
            "org/apache/flink/connector/base/source/reader");
  }

  @Test
  void buildsTheJobOfItsOwnClassesAndThoseOfACluster() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader cluster = cluster()) {
      thread.setContextClassLoader(cluster);
      Class<?> options = cluster.loadClass("io.tamiyo.jobs.controlplane.ControlPlaneOptions");
      Class<?> environment =
          cluster.loadClass(
              "org.apache.flink.streaming.api.environment.StreamExecutionEnvironment");
      Class<?> job = cluster.loadClass(MAIN);
      Object given =
          options
              .getMethod("parse", String[].class, Map.class)
              .invoke(null, new String[0], Map.of());
      Object fresh = environment.getMethod("getExecutionEnvironment").invoke(null);
      job.getMethod("build", environment)
          .invoke(job.getMethod("of", options).invoke(null, given), fresh);
      assertThat(environment.getMethod("getStreamGraph").invoke(fresh)).isNotNull();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** As a cluster loads the job, which knows nothing of the class path of this test. */
  private static URLClassLoader cluster() throws IOException {
    List<URL> urls = new ArrayList<>(List.of(file().toURI().toURL()));
    for (String library : Installation.current().clusterClassPath().split(":", -1)) {
      urls.add(new File(library).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void holdsNoClassThatAClusterHasOfItsOwn() throws IOException {
    for (String library : Installation.current().clusterClassPath().split(":", -1)) {
      SortedSet<String> shared = classes(new File(library));
      shared.retainAll(classes(file()));
      shared.removeIf(name -> name.startsWith("org/apache/flink/connector/base/"));
      assertThat(shared).as(library).isEmpty();
    }
  }

  @Test
  void holdsNothingOfTheHostTheCommandLineOrTheDemo() throws IOException {
    assertThat(packages())
        .noneMatch(name -> name.startsWith("ai/djl"))
        .noneMatch(name -> name.startsWith("io/tamiyo/host"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/cli"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/cluster"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/bench"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/configuration"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/deadletters"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/demo"))
        .noneMatch(name -> name.startsWith("io/tamiyo/jobs/terminal"))
        .noneMatch(name -> name.startsWith("picocli"))
        .noneMatch(name -> name.startsWith("redis/embedded"))
        .noneMatch(name -> name.startsWith("org/slf4j"))
        .noneMatch(name -> name.startsWith("org/apache/logging"));
  }

  @Test
  void holdsNoSignatureOfAJarThatItWasMadeOf() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"));
    }
  }

  private static SortedSet<String> packages() throws IOException {
    return classes(file()).stream()
        .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/'))))
        .collect(toCollection(TreeSet::new));
  }

  private static SortedSet<String> classes(File file) throws IOException {
    try (JarFile jar = new JarFile(file)) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .filter(name -> !name.endsWith("module-info.class"))
          .collect(toCollection(TreeSet::new));
    }
  }

  private static JarFile jar() throws IOException {
    return new JarFile(file());
  }

  private static File file() {
    return Installation.current().jobJar().toFile();
  }
}
