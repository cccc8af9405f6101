package io.tamiyo.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * Starts the JVMs of a Flink cluster, as the scripts of Flink's binary distribution do. Their
 * memory is what Flink derives from the configuration; the scripts ask {@code BashJavaUtils} for it
 * in a JVM of its own, this calls what that calls.
 */
final class FlinkJvm {
  /** The two kinds of JVM. */
  enum Role {
    JOB_MANAGER(StandaloneSessionClusterEntrypoint.class) {
      @Override
      Memory memory(Configuration configuration) {
        JobManagerProcessSpec all = JobManagerProcessUtils.processSpecFromConfig(configuration);
        return new Memory(
            JobManagerProcessUtils.generateJvmParametersStr(all, configuration),
            JobManagerProcessUtils.generateDynamicConfigsStr(all));
      }
    },
    TASK_MANAGER(TaskManagerRunner.class) {
      @Override
      Memory memory(Configuration configuration) {
        TaskExecutorProcessSpec all = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        return new Memory(
            ProcessMemoryUtils.generateJvmParametersStr(all),
            TaskExecutorProcessUtils.generateDynamicConfigsStr(all));
      }
    };

    private final Class<?> main;

    Role(Class<?> main) {
      this.main = main;
    }

    abstract Memory memory(Configuration configuration);
  }

  /**
   * Options for a JVM and for the program in it, each as Flink writes them: separated by spaces.
   */
  record Memory(String jvm, String program) {}

  private final Installation installation;
  private final ClusterFiles files;
  private final Configuration configuration;

  FlinkJvm(Installation installation, ClusterFiles files, Configuration configuration) {
    this.installation = installation;
    this.files = files;
    this.configuration = configuration;
  }

  /**
   * Starts a JVM that outlives this one and does not see the terminal's Ctrl-C.
   *
   * @param name names its log
   */
  ProcessHandle start(Role role, String name) {
    ProcessBuilder builder = new ProcessBuilder(command(role, name));
    builder.environment().put("CLASSPATH", installation.clusterClassPath());
    builder.environment().put("FLINK_CONF_DIR", files.configuration().toString());
    // Jobs get their secrets by file, so that a restart of the cluster changes nothing for them.
    builder.environment().remove(RedisUrl.ENVIRONMENT);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(files.output(name).toFile());
    try {
      Files.createDirectories(files.log(name).getParent());
      Files.deleteIfExists(files.log(name));
      return builder.start().toHandle();
    } catch (IOException refused) {
      throw new CommandFailure(name + " cannot be started: " + refused.getMessage(), refused);
    }
  }

  private List<String> command(Role role, String name) {
    Memory memory = role.memory(configuration);
    List<String> java = new ArrayList<>(installation.javaCommand());
    java.addAll(words(memory.jvm()));
    java.add("-Dlog.file=" + files.log(name));
    java.add("-Dlog4j2.configurationFile=" + files.configuration().resolve("log4j.properties"));
    java.add(role.main.getName());
    java.addAll(List.of("--configDir", files.configuration().toString()));
    java.addAll(words(memory.program()));
    return ChildCommand.deafToTheTerminal(java);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    new StringTokenizer(text).asIterator().forEachRemaining(word -> words.add((String) word));
    return words;
  }
}
