package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.RedisUrl;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The Redis that a job which is sent to the cluster works on. */
final class JobRedis {

  private static final String OPTION = "--redis";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = OPTION,
      paramLabel = "URL",
      defaultValue = "${env:" + RedisUrl.ENVIRONMENT + ":-" + RedisUrl.DEFAULT + "}",
      showDefaultValue = Visibility.NEVER,
      description = {
        "Redis of the job. Default: the environment variable "
            + RedisUrl.ENVIRONMENT
            + ", else "
            + RedisUrl.DEFAULT
            + ".",
        "A password belongs into the variable: everybody on the machine sees the arguments of a process.",
        "The job reads the URL from a file that only you can read, so that the web UI does not show it."
      })
  private String url = RedisUrl.DEFAULT;

  String url() {
    return url;
  }

  /** Makes sure that it answers, and tells whoever gave a password where all can see it. */
  void check() {
    check(spec, OPTION, url, RedisUrl.ENVIRONMENT);
  }

  /**
   * The same of another Redis of the job.
   *
   * @param option that may have given its URL
   * @param variable that would have kept a password
   */
  static void check(CommandSpec spec, String option, String url, String variable) {
    RedisUrl.requireAnswers(url);
    if (spec.commandLine().getParseResult().hasMatchedOption(option) && RedisUrl.hasPassword(url)) {
      spec.commandLine()
          .getErr()
          .println(
              "tamiyo: everybody on this machine can read the password in "
                  + option
                  + "; put the URL into "
                  + variable);
    }
  }
}
