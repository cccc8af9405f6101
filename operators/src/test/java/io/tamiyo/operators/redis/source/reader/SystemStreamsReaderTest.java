package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.Await;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.StreamEntryID;

class SystemStreamsReaderTest extends StreamsReaderContract {
  @RegisterExtension
  static final RedisServer redis =
      RedisServer.system().setting("appendonly", "yes").setting("appendfsync", "always");

  @Override
  RedisServer redis() {
    return redis;
  }

  @Override
  long counted(long lost) {
    return lost;
  }

  @Test
  void countsEntriesThatWereDeletedFromTheMiddleBeforeTheyWereRead() throws Exception {
    append("s", 1, "a");
    List<StreamSplit> checkpoint = readAndCheckpoint(2);
    append("s", 2, "b");
    append("s", 3, "c");
    append("s", 4, "d");
    jedis.xdel("s", new StreamEntryID(2, 0));
    jedis.xdel("s", new StreamEntryID(3, 0));

    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await(3)).containsExactly("d", "GAP s TRIMMED 2", "CAUGHT UP s");
    }
  }

  @Test
  void recognizesAStreamOfFewerEntriesThanWereRead() throws Exception {
    append("s", "a", "b", "c");
    List<StreamSplit> checkpoint = readAndCheckpoint(4);
    jedis.del("s");
    append("s", "d", "e");

    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await("e")).containsSubsequence("GAP s RECREATED -1", "d", "e");
    }
  }

  @Test
  void recognizesARecreatedStreamThatHasOutgrownTheOldOne() throws Exception {
    append("s", "a", "b");
    List<StreamSplit> checkpoint = readAndCheckpoint(3);
    jedis.del("s");
    append("s", "c", "d", "e");

    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await("e")).containsSubsequence("GAP s RECREATED -1", "c", "d", "e");
    }
  }

  @Test
  void showsTheExactLagInTheGroup() throws Exception {
    append("s", "a", "b", "c");
    try (ReaderHarness reader = open().read("s")) {
      reader.await(4);
      reader.checkpoint(1);
      reader.complete(1);
      Await.until(() -> jedis.exists("s") && !jedis.xinfoGroups("s").isEmpty());
      append("s", "d", "e");

      Await.until(() -> Long.valueOf(2).equals(group("lag")));

      assertThat(group("entries-read")).isEqualTo(3L);
    }
  }

  private @Nullable Object group(String field) {
    return jedis.xinfoGroups("s").get(0).getGroupInfo().get(field);
  }
}
