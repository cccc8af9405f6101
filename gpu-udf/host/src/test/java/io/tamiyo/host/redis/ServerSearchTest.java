package io.tamiyo.host.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.embedded.core.ExecutableProvider;

/** Against real servers on this machine; how a cluster fails over is Redis' own affair. */
class ServerSearchTest {

  private static final int HALF = 8192;
  private static final int SLOTS = 16384;

  @TempDir private Path directory;

  @Test
  void asksSentinelsForTheMasterAtEveryConnection() throws IOException {
    try (RedisProcess master = server("master", List.of());
        RedisProcess replica =
            server("replica", List.of("--replicaof", "127.0.0.1", "" + master.port()))) {
      Await.until("the replica follows", RedisProcess.SOON, () -> isFollowing(replica));
      int port = RedisProcess.freePort();
      try (RedisProcess sentinel = sentinel(port, master.port())) {
        RedisEndpoint endpoint =
            RedisEndpoint.parse(
                "redis-sentinel://127.0.0.1:1,127.0.0.1:%d?master=m".formatted(port));
        Await.until(
            "the sentinel knows both",
            RedisProcess.SOON,
            () -> RedisProcess.holds(() -> knowsReplica(sentinel)));
        try (Jedis jedis = endpoint.connect()) {
          assertThat(RedisProcess.info(jedis, "server", "tcp_port"))
              .isEqualTo(Integer.toString(master.port()));
        }

        master.kill();

        Await.until(
            "the replica is the master",
            RedisProcess.SOON,
            () -> RedisProcess.holds(() -> isWritable(endpoint)));
        try (Jedis jedis = endpoint.connect()) {
          assertThat(RedisProcess.info(jedis, "server", "tcp_port"))
              .isEqualTo(Integer.toString(replica.port()));
        }
        RedisEndpoint unknown =
            RedisEndpoint.parse("redis-sentinel://127.0.0.1:%d?master=x".formatted(port));
        assertThatThrownBy(unknown::connect)
            .isInstanceOf(JedisConnectionException.class)
            .hasMessageContaining("no sentinel knows a master named x");
      }
    }
  }

  private static boolean isFollowing(RedisProcess replica) {
    try (Jedis jedis = replica.client()) {
      return "up".equals(RedisProcess.info(jedis, "replication", "master_link_status"));
    }
  }

  private static boolean knowsReplica(RedisProcess sentinel) {
    try (Jedis jedis = sentinel.client()) {
      return !jedis.sentinelReplicas("m").isEmpty();
    }
  }

  private static boolean isWritable(RedisEndpoint endpoint) {
    try (Jedis jedis = endpoint.connect()) {
      return "OK".equals(jedis.set("key", "value"));
    }
  }

  private RedisProcess sentinel(int port, int master) throws IOException {
    Path config = Files.createDirectories(directory.resolve("sentinel")).resolve("sentinel.conf");
    Files.writeString(
        config,
        """
        port %d
        bind 127.0.0.1
        sentinel monitor m 127.0.0.1 %d 1
        sentinel down-after-milliseconds m 500
        sentinel failover-timeout m 5000
        """
            .formatted(port, master));
    String program = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
    return RedisProcess.start(
        program, directory.resolve("sentinel"), port, List.of(config.toString(), "--sentinel"));
  }

  private RedisProcess server(String name, List<String> settings) throws IOException {
    return RedisProcess.embedded(
        directory.resolve(name),
        Stream.concat(Stream.of("--bind", "127.0.0.1", "--save", ""), settings.stream()).toList());
  }

  @Test
  void findsTheNodeOfAClusterThatHasTheSlotOfAllKeys() throws IOException {
    List<String> clustered = List.of("--cluster-enabled", "yes");
    try (RedisProcess low = server("low", clustered);
        RedisProcess high = server("high", clustered)) {
      try (Jedis one = low.client();
          Jedis other = high.client()) {
        one.clusterAddSlots(range(0, HALF));
        other.clusterAddSlots(range(HALF, SLOTS));
        one.clusterMeet("127.0.0.1", high.port());
        Await.until("the cluster is whole", RedisProcess.SOON, () -> isOk(one) && isOk(other));
      }
      for (String tag : List.of("a", "b", "c", "d", "prod")) {
        int slot = JedisClusterCRC16.getSlot("{" + tag + "}");
        RedisProcess owner = slot < HALF ? low : high;
        RedisEndpoint endpoint =
            RedisEndpoint.parse(
                "redis-cluster://127.0.0.1:1,127.0.0.1:%d?tag=%s".formatted(low.port(), tag));
        try (Jedis jedis = endpoint.connect()) {
          assertThat(RedisProcess.info(jedis, "server", "tcp_port"))
              .isEqualTo(Integer.toString(owner.port()));
          jedis.set("{" + tag + "}.kasmina.inbound.one", "x");
        }
      }
    }
  }

  @Test
  void takesAServerThatMovedAwayForOneThatIsAway() throws IOException {
    try (RedisProcess alone = server("alone", List.of("--cluster-enabled", "yes"));
        Jedis jedis = alone.client()) {
      assertThatThrownBy(() -> jedis.set("key", "value"))
          .isInstanceOfSatisfying(
              JedisException.class,
              refused -> assertThat(RedisFailure.kind(refused)).isEqualTo(RedisFailure.Kind.AWAY));
      RedisEndpoint endpoint =
          RedisEndpoint.parse("redis-cluster://127.0.0.1:%d?tag=a".formatted(alone.port()));
      assertThatThrownBy(endpoint::connect).hasMessageContaining("slot of {a}");
    }
  }

  private static boolean isOk(Jedis node) {
    return node.clusterInfo().contains("cluster_state:ok");
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
