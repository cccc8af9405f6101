package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.GapPolicy;
import io.tamiyo.operators.redis.source.SplitNotice;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamGap;
import io.tamiyo.operators.redis.source.reader.GapDecision.Server;
import io.tamiyo.operators.redis.source.reader.GapDecision.Verdict;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/** Looks whether streams still are what was read of them, and follows the policy where not. */
final class SplitInspector {
  private final GapPolicy policy;

  SplitInspector(GapPolicy policy) {
    this.policy = policy;
  }

  /**
   * Looks at streams in one round trip.
   *
   * @param runId the run id of the server, empty where it is not to be had
   * @throws IOException if a gap was found and the policy is to fail
   */
  void inspect(
      RedisConnection connection,
      String runId,
      Collection<SplitProgress> splits,
      FetchedElements fetched)
      throws IOException {
    for (SplitProgress split : splits) {
      StreamInfo.request(connection, split.key());
    }
    List<StreamInfo> found = splits.stream().map(split -> StreamInfo.receive(connection)).toList();
    int i = 0;
    for (SplitProgress split : splits) {
      StreamInfo stream = found.get(i++);
      List<StreamElement> out = fetched.of(split.stream(), 1);
      follow(connection, split, stream, server(connection, runId, split), out);
      split.seenOn(runId, out);
      split.looked(stream, out);
      if (split.isFinished()) {
        fetched.finish(split.stream());
      }
    }
  }

  private static Server server(RedisConnection connection, String runId, SplitProgress split) {
    boolean changed =
        !runId.isEmpty() && !split.server().isEmpty() && !runId.equals(split.server());
    if (!changed || !split.position().read()) {
      return Server.SAME;
    }
    return new Server(true, holds(connection, split, split.position().id()));
  }

  private static boolean holds(RedisConnection connection, SplitProgress split, StreamId id) {
    String one = id.toString();
    Object found = connection.call(Command.XRANGE, split.key(), one, one, "COUNT", "1");
    return !Replies.list(found).isEmpty();
  }

  private void follow(
      RedisConnection connection,
      SplitProgress split,
      StreamInfo stream,
      Server server,
      List<StreamElement> out)
      throws IOException {
    ReadPosition at = split.position();
    Verdict verdict = GapDecision.decide(at, split.intactAt(), stream, server);
    if (verdict instanceof Verdict.Missing missing) {
      report(split, rolledBack(connection, split, stream, missing), stream, out);
      return;
    }
    if (!verdict.position().equals(at)) {
      split.moveTo(verdict.position());
      out.add(new SplitNotice.Known(verdict.position(), split.server()));
    }
  }

  /**
   * Where a stream would have to be read from its beginning, the newest mark that it still holds
   * shows that it is an older state of the same stream, of which everything up to there was read.
   */
  private static Verdict.Missing rolledBack(
      RedisConnection connection, SplitProgress split, StreamInfo stream, Verdict.Missing missing) {
    if (missing.kind() != GapKind.RECREATED || !missing.position().id().equals(StreamId.ZERO)) {
      return missing;
    }
    return split.marks().upTo(stream.lastGenerated()).stream()
        .filter(mark -> holds(connection, split, mark.id()))
        .findFirst()
        .map(mark -> new Verdict.Missing(missing.kind(), missing.lost(), mark))
        .orElse(missing);
  }

  private void report(
      SplitProgress split, Verdict.Missing missing, StreamInfo stream, List<StreamElement> out)
      throws IOException {
    ReadPosition resume = policy.resume(missing.kind(), missing.position(), stream);
    StreamGap gap = split.gap(missing.kind(), missing.lost(), resume.id());
    if (policy.fails()) {
      throw new StreamGapException(gap);
    }
    split.moveTo(resume);
    out.add(new SplitNotice.Gap(gap, resume));
  }
}
