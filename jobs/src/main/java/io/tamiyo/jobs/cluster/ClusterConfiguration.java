package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * Flink's configuration of a cluster on this machine: {@code flink-conf/config.yaml} and what
 * depends on the machine and the options.
 */
final class ClusterConfiguration {
  private ClusterConfiguration() {}

  /**
   * Adds to the configuration of the repository; directories that it names stay.
   *
   * @param repository what {@code flink-conf/config.yaml} says
   * @param rpcPort of the JobManager, for its TaskManagers
   */
  static Configuration complete(
      Configuration repository, ClusterOptions options, ClusterFiles files, int rpcPort) {
    Configuration all = new Configuration(repository);
    all.set(RestOptions.PORT, options.webPort());
    all.set(RestOptions.BIND_PORT, Integer.toString(options.webPort()));
    all.set(JobManagerOptions.ADDRESS, "localhost");
    all.set(JobManagerOptions.PORT, rpcPort);
    all.set(TaskManagerOptions.NUM_TASK_SLOTS, options.slots());
    all.set(CoreOptions.TMP_DIRS, files.working().toString());
    setIfAbsent(all, CheckpointingOptions.CHECKPOINTS_DIRECTORY, files.checkpoints());
    setIfAbsent(all, CheckpointingOptions.SAVEPOINT_DIRECTORY, files.savepoints());
    return all;
  }

  /**
   * Writes the configuration directory of the cluster, from which its JVMs and later commands read.
   *
   * @return what it says
   */
  static Configuration write(
      Installation installation, ClusterFiles files, ClusterOptions options) {
    Path source = installation.flinkConfiguration();
    Path target = files.configuration();
    try {
      Configuration all = complete(load(source), options, files, Ports.free());
      Files.createDirectories(target);
      Files.createDirectories(files.working());
      Files.write(
          target.resolve(GlobalConfiguration.FLINK_CONF_FILENAME),
          ConfigurationUtils.convertConfigToWritableLines(all, true));
      Files.copy(
          source.resolve("log4j.properties"),
          target.resolve("log4j.properties"),
          StandardCopyOption.REPLACE_EXISTING);
      return all;
    } catch (IOException failure) {
      throw new CommandFailure(target + " cannot be written: " + failure, failure);
    }
  }

  /** The configuration with which the cluster runs. */
  static Configuration load(Path directory) {
    return GlobalConfiguration.loadConfiguration(directory.toString());
  }

  private static void setIfAbsent(Configuration all, ConfigOption<String> option, Path directory) {
    if (!all.contains(option)) {
      // Not a URI: Flink takes %20 for three characters of the name.
      all.set(option, "file://" + directory);
    }
  }
}
