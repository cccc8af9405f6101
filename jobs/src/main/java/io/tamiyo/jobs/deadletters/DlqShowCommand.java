package io.tamiyo.jobs.deadletters;

import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.controlplane.RetryKeys;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.deadletters.Replay;
import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.streams.Installed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo dlq show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Tells all of one dead letter: where it stood, why it failed, and its fields.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo dlq show 1795320000000-0",
      "  ./tamiyo dlq show 1795320000000-0 --payload payload.bin"
    })
final class DlqShowCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();

  @Parameters(paramLabel = "ID", description = "The letter, as list --each shows it.")
  private String id = "";

  @Option(names = "--json", description = "One JSON object, with the fields in base64.")
  private boolean json;

  @Option(
      names = "--payload",
      paramLabel = "FILE",
      description = "Write the bytes of the payload to this file.")
  private @Nullable Path payload;

  /**
   * A letter, and what the job will do with it.
   *
   * @param retries how it does so
   * @param next not before when, in the time of its stream; empty when it will not
   * @param now the server's clock
   */
  private record Shown(StoredLetter letter, RetryOptions retries, Optional<Long> next, long now) {

    static Shown of(StoredLetter letter, Installed installed) {
      RetryOptions retries = RetryKeys.of(installed);
      Optional<Long> next = Replay.byTheJob(installed).notBeforeMs(letter, retries);
      return new Shown(letter, retries, next, installed.now());
    }

    String words() {
      return next.map(
              due ->
                  "attempt %d of %d by the job, not before %s"
                      .formatted(letter.attempts() + 1, retries.attempts(), Times.until(due, now)))
          .orElse("nothing, unless you replay or drop it");
    }
  }

  @Override
  public void run() {
    Shown shown =
        target.with(
            installed -> Shown.of(LetterChoice.named(new LetterBook(installed), id), installed));
    StoredLetter letter = shown.letter();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(LetterJson.written(LetterJson.of(letter, shown.next())));
    } else {
      print(letter, out);
      line(out, "next", shown.words());
      printFields(letter, out);
    }
    if (payload != null) {
      write(letter, payload);
    }
    out.flush();
  }

  private static void print(StoredLetter letter, PrintWriter out) {
    line(out, "dead letter", letter.id());
    line(out, "cause", letter.cause());
    line(out, "why", letter.letter().detail());
    line(out, "found by", letter.letter().header().source());
    line(out, "layer", letter.layer());
    line(out, "entry", letter.letter().entryId() + " of " + letter.letter().stream());
    line(
        out,
        "stands for",
        letter.letter().ordinal() < 0
            ? "the whole entry, messages: " + letter.letter().count()
            : "message " + letter.letter().ordinal() + " of the entry, counted from 0");
    line(out, "first failed", Times.utc(letter.first().ms()));
    line(out, "last failed", Times.utc(letter.id().ms()));
    line(out, "replayed", letter.attempts() + " times");
    line(out, "retry", LetterTables.words(letter.policy()));
  }

  private static void printFields(StoredLetter letter, PrintWriter out) {
    if (letter.letter().fields().isEmpty()) {
      line(out, "fields", "not copied; look at the entry, while Redis has it");
    }
    letter.fields().forEach((name, value) -> line(out, "  " + name, FieldText.of(value)));
  }

  private static void line(PrintWriter out, String name, Object value) {
    out.printf(Locale.ROOT, "%-18s %s%n", Table.printable(name), Table.printable("" + value));
  }

  private static void write(StoredLetter letter, Path file) {
    byte[] data = letter.fields().get(EntryFields.DATA);
    if (data == null) {
      throw new CommandFailure(
          "the letter has no field " + EntryFields.DATA + "; show tells what it has");
    }
    try {
      Files.write(file, data);
    } catch (IOException failure) {
      throw new CommandFailure(
          "--payload " + file + " can't be written; name a file in a directory that is there",
          failure);
    }
  }
}
