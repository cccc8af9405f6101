package io.tamiyo.host.control;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Where a log ends. */
public final class LogEnd {

  private LogEnd() {}

  /** The last entry that stands in a log now; 0-0 when there is none. */
  public static StreamEntryID of(Jedis jedis, String log) {
    List<StreamEntry> last =
        jedis.xrevrange(log, StreamEntryID.MAXIMUM_ID, StreamEntryID.MINIMUM_ID, 1);
    return last.isEmpty() ? new StreamEntryID(0, 0) : last.get(0).getID();
  }
}
