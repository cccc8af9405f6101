package io.tamiyo.jobs.audit;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.journal.Journal.Span;
import io.tamiyo.jobs.journal.SpanOptions;
import io.tamiyo.jobs.terminal.Installed;
import io.tamiyo.operators.audit.AuditFiles;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.correlation.Stories;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a job has published itself between two times, alerts and gaps, which stand in no layer's
 * stream: from the files of an archive's audit, else from the stream of alerts. Of that stream the
 * last {@value #MOST} entries are looked at.
 */
final class Published {

  private static final int MOST = 100_000;
  private static final double MS_PER_SECOND = 1e3;

  /** What the journal does not tell. */
  private static final Set<StepKind> TOLD =
      EnumSet.of(StepKind.ALERT, StepKind.REFUSAL, StepKind.GAP, StepKind.DEAD_LETTER);

  private final Deque<Message> ahead;

  private Published(List<Message> messages) {
    List<Message> byTime = new ArrayList<>(messages);
    byTime.sort(Comparator.comparingLong(Published::time));
    ahead = new ArrayDeque<>(byTime);
  }

  static Published of(SpanOptions past, Installed installed, Span span, WireReader reader) {
    List<Message> messages = new ArrayList<>();
    for (Map<String, byte[]> fields : entries(past, installed, span)) {
      for (Decoded decoded : reader.read(fields)) {
        if (decoded instanceof Decoded.Good good && isTold(good.message(), past, span)) {
          messages.add(good.message());
        }
      }
    }
    return new Published(messages);
  }

  private static boolean isTold(Message message, SpanOptions past, Span span) {
    return StepKind.of(message).filter(TOLD::contains).isPresent()
        && span.contains(time(message))
        && past.isAbout(message.layerId());
  }

  private static List<Map<String, byte[]>> entries(
      SpanOptions past, Installed installed, Span span) {
    if (past.archive().isEmpty()) {
      return installed.backwards(installed.names().alerts(), "+", "-", MOST).stream()
          .map(Installed.Entry::fields)
          .toList();
    }
    try {
      return AuditFiles.read(past.archive().get(), span.from(), span.to());
    } catch (IOException damaged) {
      throw new CommandFailure("the audit can't be read: " + damaged.getMessage(), damaged);
    }
  }

  /** Hands over what was published up to a time. */
  void until(long time, Stories stories) {
    while (!ahead.isEmpty() && time(ahead.getFirst()) <= time) {
      Message message = ahead.removeFirst();
      stories.take(Objects.requireNonNullElse(message.layerId(), ""), time(message), message);
    }
  }

  /** When it happened; the job says it by the entries' times. */
  private static long time(Message message) {
    return Math.round(message.header().timestamp() * MS_PER_SECOND);
  }
}
