package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.redis.RedisConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Where Redis is. A URL with a password does not belong into arguments, which the web UI shows. */
public final class RedisOptions {

  /** The environment variable that may hold the URL. */
  static final String URL_VARIABLE = "TAMIYO_REDIS_URL";

  static final ConfigOption<String> URL =
      ConfigOptions.key("redis.url")
          .stringType()
          .defaultValue("redis://127.0.0.1:6379")
          .withDescription("redis:// or rediss:// (TLS) URL of the server, without a password.");

  static final ConfigOption<String> URL_FILE =
      ConfigOptions.key("redis.url-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File whose first line is the URL, password included, readable by its owner alone.");

  private RedisOptions() {}

  /**
   * The connection: from the file, else from {@link #URL}, else from {@link #URL_VARIABLE}, else
   * the default.
   *
   * @throws IllegalArgumentException when two are given, or the file can't be read, or it is no URL
   */
  static RedisConnectionOptions from(ReadableConfig config, Map<String, String> environment) {
    boolean hasUrl = config.getOptional(URL).isPresent();
    String file = config.getOptional(URL_FILE).orElse(null);
    if (file == null) {
      String url =
          hasUrl ? config.get(URL) : environment.getOrDefault(URL_VARIABLE, config.get(URL));
      return RedisConnectionOptions.of(url);
    }
    if (hasUrl) {
      throw new IllegalArgumentException(
          URL.key() + " and " + URL_FILE.key() + " are both given; keep one");
    }
    return ofFile(URL_FILE.key(), Path.of(file));
  }

  /**
   * The connection whose URL is in the first line of a file.
   *
   * @param key of the option that names the file
   * @throws IllegalArgumentException when the file can't be read, or it is no URL
   */
  public static RedisConnectionOptions ofFile(String key, Path file) {
    return RedisConnectionOptions.of(firstLine(key, file));
  }

  private static String firstLine(String key, Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          key + " " + file + " can't be read; give a file with the URL in its first line", e);
    }
  }
}
