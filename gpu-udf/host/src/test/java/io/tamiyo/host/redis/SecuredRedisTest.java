package io.tamiyo.host.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import io.tamiyo.contracts.fixtures.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A real server that speaks TLS alone and lets one user write where a host writes. */
class SecuredRedisTest {

  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");
  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;

  private static @Nullable RedisProcess redis;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    requireProgram();
    makeCertificate("server", "SAN=ip:127.0.0.1");
    makeCertificate("stranger", "SAN=ip:127.0.0.1");
    port = RedisProcess.freePort();
    redis =
        RedisProcess.start(
            PROGRAM.toString(),
            directory,
            port,
            List.of(
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--tls-cert-file",
                file("server.crt"),
                "--tls-key-file",
                file("server.key"),
                "--tls-ca-cert-file",
                file("server.crt"),
                "--tls-auth-clients",
                "no",
                "--save",
                "",
                "--user",
                "default",
                "off",
                "--user",
                "host",
                "on",
                ">p@ss",
                "~kasmina.*",
                "+@all",
                "-@dangerous",
                "+info"));
    Await.until(
        "Redis answers",
        RedisProcess.SOON,
        () -> RedisProcess.holds(() -> answers("host:p%40ss", "server.crt")));
  }

  private static void requireProgram() {
    if (Files.isExecutable(PROGRAM)) {
      return;
    }
    String line = "needs redis-server with TLS at " + PROGRAM + ", which this machine lacks";
    if ("true".equals(System.getenv("CI"))) {
      fail(line);
    }
    Assumptions.abort(line);
  }

  @AfterAll
  static void end() {
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void letsInAUserOverTlsWhoMayDoWhatAHostDoes() {
    try (Jedis jedis = endpoint("host:p%40ss", "server.crt").connect()) {
      assertThat(jedis.set("kasmina.x", "y")).isEqualTo("OK");
      assertThatThrownBy(() -> jedis.set("other", "y"))
          .isInstanceOf(JedisAccessControlException.class)
          .hasMessageContaining("NOPERM");
    }
  }

  @Test
  void refusesAWrongPasswordAndNoPassword() {
    assertThatThrownBy(() -> endpoint("host:wrong", "server.crt").connect())
        .hasMessageContaining("WRONGPASS");
    assertThatThrownBy(
            () ->
                RedisEndpoint.parse(
                        "rediss://127.0.0.1:%d?ca=%s".formatted(port, file("server.crt")))
                    .connect())
        .hasMessageContaining("NOAUTH");
  }

  @Test
  void trustsNoOtherAuthorityAndNoOtherName() {
    assertThatThrownBy(() -> endpoint("host:p%40ss", "stranger.crt").connect())
        .isInstanceOf(JedisConnectionException.class);
    RedisEndpoint byName =
        RedisEndpoint.parse(
            "rediss://host:p%%40ss@localhost:%d?ca=%s".formatted(port, file("server.crt")));
    assertThatThrownBy(byName::connect).isInstanceOf(JedisConnectionException.class);
    RedisEndpoint byDefault =
        RedisEndpoint.parse("rediss://host:p%%40ss@127.0.0.1:%d".formatted(port));
    assertThatThrownBy(byDefault::connect).isInstanceOf(JedisConnectionException.class);
  }

  @Test
  void namesAFileThatHoldsNoAuthorities() throws IOException {
    Files.writeString(directory.resolve("empty.crt"), "");
    Files.writeString(directory.resolve("text.crt"), "no certificate");
    for (String name : List.of("empty.crt", "text.crt", "missing.crt")) {
      assertThatThrownBy(() -> endpoint("host:p%40ss", name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name)
          .hasMessageNotContaining("p%40ss");
    }
  }

  private static boolean answers(String login, String authority) {
    try (Jedis jedis = endpoint(login, authority).connect()) {
      return jedis.isConnected();
    }
  }

  private static RedisEndpoint endpoint(String login, String authority) {
    return RedisEndpoint.parse(
        "rediss://%s@127.0.0.1:%d?ca=%s".formatted(login, port, file(authority)));
  }

  private static String file(String name) {
    return directory.resolve(name).toString();
  }

  /** A certificate that signs itself, by the JDK's own tool, and its key as Redis reads it. */
  private static void makeCertificate(String name, String extension) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    write(store, name);
  }

  private static void write(Path store, String name) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
  }

  private static void pem(String name, String kind, byte[] bytes) throws IOException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        directory.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, lines.encodeToString(bytes), kind));
  }
}
