package io.tamiyo.host.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Asks sentinels or the nodes of a cluster which server to use, at every connection: after a
 * failover the next attempt finds the new one.
 */
final class ServerSearch {

  private static final int SLOT_FROM = 0;
  private static final int SLOT_TO = 1;
  private static final int SLOT_MASTER = 2;

  private final RedisAddress address;

  ServerSearch(RedisAddress address) {
    this.address = address;
  }

  /**
   * The server to use.
   *
   * @param connect opens a connection to one of those who know
   * @throws JedisException when none of them does
   */
  HostAndPort find(Function<HostAndPort, Jedis> connect) {
    if (address.kind() == RedisAddress.Kind.SERVER) {
      return address.nodes().get(0);
    }
    JedisException last = null;
    for (HostAndPort node : address.nodes()) {
      try (Jedis jedis = connect.apply(node)) {
        HostAndPort found =
            address.kind() == RedisAddress.Kind.SENTINEL ? master(jedis) : slotOwner(node, jedis);
        if (found != null) {
          return found;
        }
      } catch (JedisException unable) {
        last = unable;
      }
    }
    throw new JedisConnectionException(notFound(), last);
  }

  private @Nullable HostAndPort master(Jedis sentinel) {
    List<String> master = sentinel.sentinelGetMasterAddrByName(address.master());
    return master == null || master.size() < 2
        ? null
        : new HostAndPort(master.get(0), Integer.parseInt(master.get(1)));
  }

  /** A node that does not know its own name is meant by an empty one. */
  private @Nullable HostAndPort slotOwner(HostAndPort asked, Jedis node) {
    long slot = JedisClusterCRC16.getSlot("{" + address.tag() + "}");
    for (Object range : (List<?>) node.sendCommand(Command.CLUSTER, "SLOTS")) {
      List<?> parts = (List<?>) range;
      if ((Long) parts.get(SLOT_FROM) <= slot && slot <= (Long) parts.get(SLOT_TO)) {
        List<?> owner = (List<?>) parts.get(SLOT_MASTER);
        String host = new String((byte[]) owner.get(0), StandardCharsets.UTF_8);
        int port = Math.toIntExact((Long) owner.get(1));
        return new HostAndPort(host.isEmpty() ? asked.getHost() : host, port);
      }
    }
    return null;
  }

  private String notFound() {
    return address.kind() == RedisAddress.Kind.SENTINEL
        ? "no sentinel knows a master named " + address.master()
        : "no node of the cluster knows who has the slot of {" + address.tag() + "}";
  }
}
