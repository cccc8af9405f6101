package io.tamiyo.jobs.audit;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.jobs.journal.Journal.Span;
import io.tamiyo.jobs.journal.JournalReader;
import io.tamiyo.jobs.journal.SpanOptions;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.operators.correlation.Stories;
import io.tamiyo.operators.correlation.Story;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Says what was asked, decided, sent, answered and changed in a time, joined by what led to what: a request, the"
          + " commands that it led to, their acknowledgements, the transitions of seeds; or a command that nobody"
          + " asked for, with its reason. From the archive of a job, or from the streams while they hold it.",
      "The milliseconds are those of the entries' ids since the story began."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo audit --from 2026-11-21T10:55:00Z --to 2026-11-21T11:00:00Z --layer encoder.0",
      "  ./tamiyo audit --archive /var/tamiyo --from 2026-11-21T00:00:00Z --to 2026-11-22T00:00:00Z --open",
      "  ./tamiyo audit --from 0 --to 99999999999999 --id 7f3a…        the story of one request or command"
    })
public final class AuditCommand implements Callable<Integer> {

  /**
   * Entries of these types are no part of any story, and most of all; gaps are told as published.
   */
  private static final Set<String> UNTOLD =
      Set.of("LayerHealthReport", "Heartbeat", "Tick", "GapEvent");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private SpanOptions past = new SpanOptions();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only the story of this request, command or other message.")
  private @Nullable String id;

  @Option(names = "--open", description = "Only stories with a command that nobody acknowledged.")
  private boolean open;

  private long payloadsGone;

  @Override
  public Integer call() {
    payloadsGone = 0;
    Span span = past.span();
    PrintWriter out = spec.commandLine().getOut();
    Stories stories = target.with(installed -> read(installed, span));
    List<Story> shown = stories.all().stream().filter(this::isWanted).toList();
    StoryPrinter printer = new StoryPrinter(out, stories.last());
    shown.forEach(printer::print);
    printer.summary(shown, stories.latencies(), stories.leftOut());
    printer.payloadsGone(payloadsGone);
    out.flush();
    return 0;
  }

  private boolean isWanted(Story story) {
    return (id == null || story.isOf(id)) && (!open || !story.open().isEmpty());
  }

  private Stories read(Installed installed, Span span) {
    JournalReader reader = new JournalReader(installed);
    Stories stories = new Stories();
    Published published = Published.of(past, installed, span, reader);
    past.journal(installed, AuditCommand::mayBeTold)
        .read(
            span,
            entry -> {
              published.until(entry.time(), stories);
              take(stories, reader, entry);
            });
    published.until(Long.MAX_VALUE, stories);
    stories.leaveOut(published.leftOut());
    return stories;
  }

  private static boolean mayBeTold(InboundEntry entry) {
    byte[] type = entry.fields().get(EntryFields.TYPE);
    return type == null || !UNTOLD.contains(new String(type, StandardCharsets.UTF_8));
  }

  private void take(Stories stories, JournalReader reader, InboundEntry entry) {
    for (Decoded decoded : reader.read(entry)) {
      if (decoded instanceof Decoded.Good good) {
        stories.take(entry.layer(), entry.time(), good.message());
      } else if (decoded instanceof Decoded.Bad bad
          && bad.failure().reason() == DecodeFailure.Reason.LOST_CLAIM_CHECK) {
        payloadsGone++;
      }
    }
  }
}
