package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What connections do against every server that the project supports. */
abstract class RedisConnectionsContract {
  static final String PASSWORD = "open-sesame";

  /** A server that asks for {@link #PASSWORD}. */
  abstract RedisServer redis();

  @Test
  void talksToTheServerOnceLoggedIn() throws Exception {
    try (RedisConnection connection = redis().connections().open()) {
      connection.call(Command.SET, "a", "1");

      assertThat(Replies.text(connection.call(Command.GET, "a"))).isEqualTo("1");
      assertThat(connection.clientId()).isPositive();
    }
  }

  @Test
  void neverConnectsAgainOnceClosed() throws Exception {
    RedisConnection connection = redis().connections().open();
    connection.close();

    assertThatExceptionOfType(JedisConnectionException.class)
        .isThrownBy(() -> connection.call(Command.PING))
        .withMessageContaining("closed");
  }

  @Test
  void saysThatAPasswordIsMissingAndHowToGiveIt() {
    assertRefused(
        "redis://127.0.0.1:" + redis().port(), RedisFailure.NOAUTH, "asks for a password");
  }

  @Test
  void saysThatAPasswordIsWrongWithoutPrintingIt() {
    assertRefused(
        "redis://:wrong-one@127.0.0.1:" + redis().port(),
        RedisFailure.WRONGPASS,
        "refuses the password");
  }

  @Test
  void saysThatNobodyAnswers() {
    assertRefused("redis://127.0.0.1:1", RedisFailure.IO, "does not answer");
  }

  private static void assertRefused(String url, RedisFailure failure, String what) {
    RedisConnections connections = new RedisConnections(RedisConnectionOptions.of(url));
    assertThatExceptionOfType(RedisAccessException.class)
        .isThrownBy(() -> connections.open(Duration.ofSeconds(1)))
        .withMessageContaining(what)
        .withMessageContaining(failure.remedy())
        .withMessageNotContaining("wrong-one")
        .withMessageNotContaining("\n")
        .extracting(RedisAccessException::failure)
        .isEqualTo(failure);
  }

  @Test
  void namesTheCommandThatAnAccessListForbids() throws Exception {
    try (Jedis admin = redis().client()) {
      admin.aclSetUser("reader", "on", ">pw", "~*", "+get");
    }
    RedisConnections connections =
        new RedisConnections(
            RedisConnectionOptions.of("redis://reader:pw@127.0.0.1:" + redis().port()));

    try (RedisConnection connection = connections.open()) {
      assertThat(connection.clientId()).isEqualTo(RedisConnection.NO_CLIENT_ID);
      assertThatExceptionOfType(JedisDataException.class)
          .isThrownBy(() -> connection.call(Command.SET, "a", "1"))
          .satisfies(
              refused ->
                  assertThat(
                          RedisAccessException.of(connections.address(), "writing a", refused)
                              .getMessage())
                      .contains("forbids a command", "writing a", "set", "ACL SETUSER"));
    }
  }

  @Test
  void tellsTheShapeOfAStream() throws Exception {
    try (RedisConnection connection = redis().connections().open();
        Jedis jedis = redis().client()) {
      assertThat(StreamInfo.of(connection, "s")).isEqualTo(StreamInfo.MISSING);
      for (int i = 1; i <= 5; i++) {
        jedis.xadd("s", new StreamEntryID(i, 0), Map.of("f", "v"));
      }
      jedis.xtrim("s", 3, false);

      StreamInfo info = StreamInfo.of(connection, "s");

      assertThat(info.length()).isEqualTo(3);
      assertThat(info.first()).isEqualTo(new StreamId(3, 0));
      assertThat(info.last()).isEqualTo(new StreamId(5, 0));
      assertThat(info.lastGenerated()).isEqualTo(new StreamId(5, 0));
      assertCounts(info);
    }
  }

  /** Asserts what this server tells of the five entries added, of which two were trimmed. */
  abstract void assertCounts(StreamInfo info);

  @Test
  void refusesAKeyOfAnotherKind() throws Exception {
    try (RedisConnection connection = redis().connections().open()) {
      connection.call(Command.SET, "text", "1");

      assertThatExceptionOfType(JedisDataException.class)
          .isThrownBy(() -> StreamInfo.of(connection, "text"))
          .extracting(RedisFailure::classify)
          .isEqualTo(RedisFailure.WRONGTYPE);
    }
  }
}
