package io.tamiyo.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.jobs.cli.ScriptFixture.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TamiyoScriptTest {
  private final Path directory;
  private final ScriptFixture machine;

  TamiyoScriptTest(@TempDir Path directory) {
    this.directory = directory;
    machine = new ScriptFixture(directory);
  }

  @Test
  void startsTheCommandLineWithItsArgumentsUntouched() throws Exception {
    Outcome outcome = machine.built().run("submit", "--from", "a path with spaces", "$HOME", "");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .endsWith(
            """
            argument io.tamiyo.jobs.cli.Tamiyo
            argument submit
            argument --from
            argument a path with spaces
            argument $HOME
            argument\s
            """)
        .contains("CLASSPATH=" + machine.root().resolve("jobs/target/classes") + ":")
        .contains("argument @" + machine.root().resolve("jobs/target/jvm.options"));
  }

  @Test
  void findsItsRepositoryThroughALink() throws Exception {
    machine.built();
    Path link = Files.createSymbolicLink(directory.resolve("t"), machine.root().resolve("tamiyo"));

    assertThat(machine.run(link).out()).contains("argument -Dtamiyo.home=" + machine.root() + "\n");
  }

  @Test
  void saysThatJavaIsMissing() throws Exception {
    refuses(
        machine.without("java"),
        "no java on the PATH; install a JDK, version 17 or newer, or set JAVA_HOME");
  }

  @Test
  void saysThatJavaHomeHasNoJava() throws Exception {
    refuses(
        machine.withEnvironment("JAVA_HOME", "/nowhere"),
        "JAVA_HOME is /nowhere, which has no bin/java; point it at a JDK, version 17 or newer");
  }

  @Test
  void saysThatJavaIsTooOld() throws Exception {
    refuses(machine.javaOfVersion("11.0.2"), "is Java 11; install a JDK, version 17 or newer");
    refuses(machine.javaOfVersion("1.8.0_402"), "is Java 1; install a JDK, version 17 or newer");
  }

  @Test
  void acceptsAnEarlyAccessVersion() throws Exception {
    assertThat(machine.built().javaOfVersion("21-ea").run().exitCode()).isZero();
  }

  @Test
  void saysThatThePlatformIsNotSupported() throws Exception {
    refuses(
        machine.program("uname", "case $1 in -s) echo Darwin ;; -m) echo x86_64 ;; esac"),
        "Darwin x86_64 is not supported; use Linux (x86_64, aarch64) or a Mac with Apple silicon");
    refuses(
        machine.program("uname", "case $1 in -s) echo MINGW64_NT-10.0 ;; -m) echo x86_64 ;; esac"),
        "Windows is not supported; use WSL 2, Linux (x86_64, aarch64) or a Mac");
  }

  @Test
  void saysThatMavenIsMissingOnlyWhereSomethingIsToBeBuilt() throws Exception {
    refuses(
        machine.without("mvn"),
        "no mvn on the PATH; install Maven, version 3.8 or newer, to build Tamiyo");

    assertThat(machine.built().run().exitCode()).isZero();
  }

  @Test
  void saysThatMavenIsTooOld() throws Exception {
    refuses(
        machine.program("mvn", "echo 'Apache Maven 3.6.3'"),
        "mvn is Maven 3.6; install Maven, version 3.8 or newer");
  }

  @Test
  void saysThatTheCompilerIsMissing() throws Exception {
    refuses(machine.without("javac"), "is a Java runtime without compiler; install a JDK");
  }

  @Test
  void buildsOnceWhatIsMissing() throws Exception {
    Outcome first = machine.run("--help");
    Outcome second = machine.run("--help");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).startsWith("building (first time: about ");
    assertThat(machine.logOfTheBuild()).contains("Apache Maven");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void buildsAgainWhereASourceIsNewer() throws Exception {
    for (String source :
        new String[] {
          "pom.xml",
          "jobs/pom.xml",
          "jobs/src/main/java/A.java",
          "operators/src/main/java/A.java",
          "gpu-udf/host/src/main/java/A.java"
        }) {
      Outcome outcome = machine.built().edited(source).run();
      assertThat(outcome.err()).as(source).isEqualTo("building what has changed ...\n");
    }
  }

  @Test
  void buildsAgainWhereAFileOfTheClassPathIsGone() throws Exception {
    Outcome outcome = machine.built().deleted("gpu-udf/contracts/target/contracts.jar").run();

    assertThat(outcome.err()).isEqualTo("building what has changed ...\n");
  }

  @Test
  void buildsAgainWhereASourceWasDeleted() throws Exception {
    machine.built().deleted("jobs/src/main/java/A.java").edited("jobs/src/main/java");

    assertThat(machine.run().err()).isEqualTo("building what has changed ...\n");
  }

  @Test
  void showsTheEndOfABuildThatFails() throws Exception {
    machine.program(
        "mvn", "echo 'Apache Maven 3.9.9'; [ \"$1\" = -version ] || { echo broken code; exit 1; }");

    Outcome outcome = machine.run("demo");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("broken code\n")
        .endsWith(
            "tamiyo: the build failed; its whole output is in "
                + machine.root().resolve(".tamiyo/build.log")
                + "\n");
  }

  private static void refuses(ScriptFixture machine, String why) throws Exception {
    Outcome outcome = machine.run("demo");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("tamiyo: ").contains(why).hasLineCount(1);
  }
}
