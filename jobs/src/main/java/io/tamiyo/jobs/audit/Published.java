package io.tamiyo.jobs.audit;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.journal.Journal.Span;
import io.tamiyo.jobs.journal.JournalReader;
import io.tamiyo.jobs.journal.SpanOptions;
import io.tamiyo.operators.audit.AuditFiles;
import io.tamiyo.operators.correlation.StepKind;
import io.tamiyo.operators.correlation.Stories;
import io.tamiyo.operators.mirror.MirrorRoute;
import io.tamiyo.operators.streams.Installed;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a job has published itself between two times, alerts and gaps, which stand in no layer's
 * stream: from the files of an archive's audit, else from the stream of alerts; and what people did
 * to an installation, from the audit's stream. What a mirror has brought is another region's, and
 * is left out. Of a stream the last {@value #MOST} entries are looked at.
 */
final class Published {

  private static final int MOST = 100_000;
  private static final double MS_PER_SECOND = 1e3;

  /** What the journal does not tell. */
  private static final Set<StepKind> TOLD =
      EnumSet.of(StepKind.ALERT, StepKind.REFUSAL, StepKind.GAP, StepKind.DEAD_LETTER);

  /** What people did, which no job knows of. */
  private static final Set<StepKind> OPERATIONS = EnumSet.of(StepKind.OPERATION);

  private final Deque<Message> ahead;
  private final long leftOut;

  private Published(List<Message> messages, long leftOut) {
    this.leftOut = leftOut;
    List<Message> byTime = new ArrayList<>(messages);
    byTime.sort(Comparator.comparingLong(Published::time));
    ahead = new ArrayDeque<>(byTime);
  }

  static Published of(SpanOptions past, Installed installed, Span span, JournalReader reader) {
    Predicate<Message> wanted =
        message -> span.contains(time(message)) && past.isAbout(message.layerId());
    AuditFiles.Read told = told(past, installed, span, reader, wanted);
    List<Map<String, byte[]>> operations = entries(installed, installed.names().audit());
    return new Published(
        Stream.concat(
                messages(told.entries(), TOLD, reader), messages(operations, OPERATIONS, reader))
            .filter(wanted)
            .toList(),
        told.leftOut());
  }

  private static Stream<Message> messages(
      List<Map<String, byte[]>> entries, Set<StepKind> kinds, JournalReader reader) {
    return entries.stream().flatMap(fields -> messages(fields, kinds, reader));
  }

  private static Stream<Message> messages(
      Map<String, byte[]> fields, Set<StepKind> kinds, JournalReader reader) {
    return reader.read(fields).stream()
        .filter(Decoded.Good.class::isInstance)
        .map(decoded -> ((Decoded.Good) decoded).message())
        .filter(message -> StepKind.of(message).filter(kinds::contains).isPresent());
  }

  private static List<Map<String, byte[]>> entries(Installed installed, String stream) {
    return installed.backwards(stream, "+", "-", MOST).stream()
        .map(Installed.Entry::fields)
        .filter(fields -> !fields.containsKey(MirrorRoute.REGIONS))
        .toList();
  }

  private static AuditFiles.Read told(
      SpanOptions past,
      Installed installed,
      Span span,
      JournalReader reader,
      Predicate<Message> wanted) {
    if (past.archive().isEmpty()) {
      return new AuditFiles.Read(entries(installed, installed.names().alerts()), 0);
    }
    try {
      return AuditFiles.read(
          past.archive().get(),
          span.from(),
          span.to(),
          TOLD,
          fields -> messages(fields, TOLD, reader).anyMatch(wanted));
    } catch (IOException damaged) {
      throw new CommandFailure("the audit can't be read: " + damaged.getMessage(), damaged);
    }
  }

  /** Records that are too many to be read at once. */
  long leftOut() {
    return leftOut;
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
