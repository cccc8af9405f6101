package io.tamiyo.host;

import io.tamiyo.host.store.StoreFailure;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Runs a host as a process; {@code --help} names the options. Standard output has one line of JSON
 * at the end ({@link HostSummary}), everything else goes to standard error. Exit code 0 after an
 * orderly end, 1 with one line that says what is wrong and what to do.
 */
public final class HostMain {

  private static final String LOGGING = "log4j2.configurationFile";
  private static final int GRACE_SECONDS = 15;
  private static final int FAILED = 1;

  private HostMain() {}

  /** Runs the host, and ends the JVM. */
  public static void main(String[] arguments) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "classpath:io/tamiyo/host/log4j2.properties");
    }
    CountDownLatch finished = new CountDownLatch(1);
    int code = run(arguments, finished);
    finished.countDown();
    System.exit(code);
  }

  private static int run(String[] arguments, CountDownLatch finished) {
    HostCommand command = new HostCommand();
    CommandLine line = new CommandLine(command);
    try {
      line.parseArgs(arguments);
      if (line.isUsageHelpRequested()) {
        line.usage(System.out);
        return 0;
      }
      HostRun run = new HostRun(command, System.getenv(), System.in);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endInOrder(run, finished)));
      Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> run.fail(thrown));
      System.out.println(run.run().toJson());
      return 0;
    } catch (ParameterException wrong) {
      return say(System.err, wrong.getMessage() + "; --help names the options");
    } catch (JedisException refused) {
      return say(System.err, RedisRemedy.of(redisName(command), refused));
    } catch (StoreFailure | IllegalArgumentException | UncheckedIOException wrong) {
      return say(System.err, String.valueOf(wrong.getMessage()));
    } catch (InterruptedException interrupted) {
      return say(System.err, "interrupted");
    } catch (RuntimeException | LinkageError broken) {
      broken.printStackTrace(System.err);
      return say(System.err, "the host broke off: " + broken.getMessage() + "; see above");
    }
  }

  private static String redisName(HostCommand command) {
    return command.redis(System.getenv()).toString();
  }

  private static int say(PrintStream out, String line) {
    out.println(line.replace('\n', ' '));
    return FAILED;
  }

  /** On SIGTERM and SIGINT: the JVM ends when this returns. */
  private static void endInOrder(HostRun run, CountDownLatch finished) {
    run.end();
    try {
      if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("the host did not end in order within " + GRACE_SECONDS + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
