package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A process with children of every kind, to be killed: a program, a JVM and a Redis. Prints their
 * process ids.
 */
final class ParentFixture {
  private ParentFixture() {}

  /**
   * Starts the children and waits to be killed.
   *
   * @param arguments a directory for logs, and the port of Redis
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    ChildProcesses children = new ChildProcesses();
    ChildProcess program =
        children.start(
            ChildCommand.program(
                "program", List.of("sleep", "600"), directory.resolve("program.log")));
    ChildProcess jvm = children.start(watchingJvm(directory));
    jvm.awaitReady(() -> jvm.log().toFile().length() > 0, ChildProcess.GRACE);
    EmbeddedRedisServer redis =
        EmbeddedRedisServer.start(
            children, directory.resolve("redis"), Integer.parseInt(arguments[1]));
    for (ChildProcess child : List.of(program, jvm, redis.process())) {
      System.out.println(child.pid());
      ProcessHandle.of(child.pid())
          .orElseThrow()
          .descendants()
          .forEach(process -> System.out.println(process.pid()));
    }
    System.out.println("ready");
    System.in.read();
  }

  /** A JVM that keeps the rule: it ends when its standard input does. */
  static ChildCommand watchingJvm(Path directory) {
    Installation installation = Installation.current();
    return ChildCommand.jvm(
        installation,
        "JVM",
        System.getProperty("java.class.path"),
        List.of("-Xmx32m", "-XX:+UseSerialGC", Watching.class.getName()),
        directory.resolve("jvm.log"));
  }

  /** Ends in order, with code 0, when standard input ends. */
  static final class Watching {
    private Watching() {}

    /** Waits for the parent to end. */
    public static void main(String[] arguments) throws IOException {
      System.out.println("secret is " + System.getenv("SECRET"));
      System.in.transferTo(OutputStream.nullOutputStream());
      System.out.println("ended in order");
    }
  }
}
