package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RedisUrl;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Redis a benchmark uses. */
final class RedisOption {
  @Option(
      names = "--redis",
      paramLabel = "URL",
      defaultValue = "${env:" + RedisUrl.ENVIRONMENT + "}",
      description = {
        "Use this Redis, which is already running, instead of starting one. A URL with a password is better given in"
            + " the environment variable "
            + RedisUrl.ENVIRONMENT
            + ", which others on the machine can't read."
      })
  private @Nullable String url;

  /**
   * The one that is named, or one that is started.
   *
   * @throws io.tamiyo.jobs.cluster.CommandFailure when it does not answer or does not let us in
   */
  BenchRedis open(Installation installation) throws IOException {
    return url == null ? BenchRedis.start(installation) : BenchRedis.given(url);
  }

  /**
   * The one that is named, or one that is started to be killed.
   *
   * @throws io.tamiyo.jobs.cluster.CommandFailure when it does not answer or does not let us in
   */
  BenchRedis openToKill(Installation installation) throws IOException {
    return url == null ? BenchRedis.startToKill(installation) : BenchRedis.given(url);
  }
}
