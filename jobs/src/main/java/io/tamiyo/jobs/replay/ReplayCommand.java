package io.tamiyo.jobs.replay;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.journal.Journal.Span;
import io.tamiyo.jobs.journal.SpanOptions;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Puts what hosts sent in the past, with its times, into the inbound streams of another installation on the same"
          + " Redis: from the archive of a job, or from the streams while they hold it. A job that is submitted"
          + " there decides on it, and as no host listens, its commands change nothing: what would it have done with"
          + " other options, or in another version? Commands of the past are not replayed. Submit the job first: what"
          + " it reads before the marker of its own start has come back to it, it learns from and does not decide on,"
          + " and what it has read is trimmed. While Redis is more than 70 %% full, the replay waits.",
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo submit -- --instance-id what-if --detection.sigmas 4",
      "  ./tamiyo replay --archive /var/tamiyo --from 2026-11-21T10:00:00Z --to 2026-11-21T11:00:00Z --into what-if",
      "  ./tamiyo replay --from 2026-11-21T10:55:00Z --to 2026-11-21T11:00:00Z --layer encoder.0 --speed 1 --into demo"
    })
public final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();

  @Mixin private SpanOptions past = new SpanOptions();

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      defaultValue = "max",
      description = "Times real time (default: ${DEFAULT-VALUE}).")
  private String speed = "max";

  @Option(
      names = "--into",
      paramLabel = "ID",
      required = true,
      description = "Instance id of the installation to replay into.")
  private String into = "";

  @Override
  public Integer call() {
    Span span = past.span();
    Pace pace = pace();
    StreamNames side = side();
    PrintWriter out = spec.commandLine().getOut();
    out.println(target.<String>with(installed -> replay(installed, side, span, pace)));
    out.flush();
    return 0;
  }

  private String replay(Installed installed, StreamNames side, Span span, Pace pace) {
    long start = System.nanoTime();
    SideStreams streams = new SideStreams(installed.redis(), installed.names(), side);
    ReplayProgress progress = new ReplayProgress(spec.commandLine().getOut(), span, start);
    Replaying replaying = new Replaying(streams, pace, progress);
    target.with(
        reading -> {
          past.journal(reading, streams::isInbound).read(span, replaying);
          return reading;
        });
    streams.flush();
    String summary = progress.summary(streams.appended(), System.nanoTime());
    return streams.payloadsGone() == 0
        ? summary
        : summary
            + "\n%d of them can't be read: their payloads were too large for an entry and are kept no longer"
                .formatted(streams.payloadsGone());
  }

  private StreamNames side() {
    if (into.isEmpty() || into.equals(target.names().instanceId())) {
      throw wrong("--into is '" + into + "'; give a name that no installation has");
    }
    try {
      return new StreamNames(into);
    } catch (IllegalArgumentException notAName) {
      throw wrong("--into: " + notAName.getMessage());
    }
  }

  private Pace pace() {
    try {
      return Pace.parse(speed);
    } catch (IllegalArgumentException neither) {
      throw wrong("--speed is " + speed + "; give a positive factor such as 20, or max");
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
