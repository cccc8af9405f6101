package io.tamiyo.jobs.cluster;

/**
 * The size of a standalone cluster.
 *
 * @param webPort where Flink's web UI and REST interface listen, 1 to 65535
 * @param taskManagers how many TaskManager JVMs, at least 1
 * @param slots how many parallel tasks each TaskManager takes, at least 1
 */
public record ClusterOptions(int webPort, int taskManagers, int slots) {
  public static final int DEFAULT_WEB_PORT = 8081;
  public static final int DEFAULT_TASK_MANAGERS = 1;
  public static final int DEFAULT_SLOTS = 2;

  private static final int LAST_PORT = 65_535;

  public ClusterOptions {
    require(
        webPort >= 1 && webPort <= LAST_PORT,
        "--web-port is " + webPort + "; give 1 to " + LAST_PORT);
    require(taskManagers >= 1, "--task-managers is " + taskManagers + "; give at least 1");
    require(slots >= 1, "--slots is " + slots + "; give at least 1");
  }

  /** All slots of the cluster. */
  public int totalSlots() {
    return taskManagers * slots;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
