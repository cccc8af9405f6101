package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * One stream, page by page, for who reads it without a source. Replies are bounded, and what is too
 * long in an entry is cut, as the source does it, so that both read the same. For one thread.
 */
public final class StreamPages {

  /** Near which a page stays; one entry may be larger ({@link EntriesReply}). */
  private static final long BYTES = 1 << 20;

  private final String stream;
  private final EntriesReply reply = new EntriesReply();
  private final ByteBudget budget = new ByteBudget(BYTES);
  private StreamId position;

  /**
   * @param after the id behind which the first page begins
   */
  public StreamPages(String stream, StreamId after) {
    this.stream = stream;
    this.position = after;
  }

  /** The id of the last entry of the last page. */
  public StreamId position() {
    return position;
  }

  /**
   * The next entries in their order, none at the stream's present end. When it fails, the same page
   * can be asked for again, on another connection.
   */
  public List<StreamEntry> next(RedisConnection connection) {
    SplitProgress progress =
        new SplitProgress(StreamSplit.unbounded(stream, ReadPosition.after(position)));
    connection.send(
        new CommandArguments(Command.XREAD)
            .add("COUNT")
            .add(budget.countFor(1))
            .add("STREAMS")
            .add(progress.key())
            .add(progress.after()));
    FetchedElements fetched = new FetchedElements();
    connection.receive(reply.into(fetched, List.of(progress)));
    budget.observed(reply.entries(), reply.bytes());
    List<StreamEntry> page = new ArrayList<>();
    fetched.forEach(element -> page.add((StreamEntry) element));
    position = progress.position().id();
    return page;
  }
}
