package io.tamiyo.operators.audit;

import io.tamiyo.operators.archive.ArchiveBlock;
import io.tamiyo.operators.archive.ArchiveFiles;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.archive.ArchiveSink;
import io.tamiyo.operators.correlation.StepKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.connector.sink2.Sink;

/** The files of the audit, beside the journal of an archive: JSON, one record a line. */
public final class AuditFiles {

  private static final String DIRECTORY = "/audit";
  private static final String SUFFIX = ".jsonl";

  /** Records that are read at once. */
  public static final int MOST = 100_000;

  private AuditFiles() {}

  /** Where they are in an archive, and how much of them is kept. */
  public static ArchiveOptions in(ArchiveOptions archive, AuditOptions options) {
    return new ArchiveOptions(archive.path() + DIRECTORY, options.maxAge(), options.maxBytes());
  }

  /** Their sink. */
  public static Sink<ArchiveBlock> sink(ArchiveOptions files) {
    return ArchiveSink.of(files, SUFFIX);
  }

  /**
   * What was read.
   *
   * @param entries the records as entries, each once
   * @param leftOut how many more lines there were
   */
  public record Read(List<Map<String, byte[]>> entries, long leftOut) {}

  /**
   * The records of minutes between two times, in the order of minutes; the first {@value #MOST} of
   * those that are wanted.
   *
   * @param archive the path of the archive; one without an audit has no records
   * @param from milliseconds since 1970, inclusive
   * @param to exclusive
   * @param kinds that are wanted
   * @param wanted which entries of these kinds
   */
  public static Read read(
      String archive,
      long from,
      long to,
      Set<StepKind> kinds,
      Predicate<Map<String, byte[]>> wanted)
      throws IOException {
    List<String> words = kinds.stream().map(kind -> "\"kind\":\"" + kind.word() + '"').toList();
    Predicate<String> line =
        text -> words.stream().anyMatch(text::contains) && wanted.test(AuditLine.fields(text));
    ArchiveFiles.Lines found =
        ArchiveFiles.lines(archive + DIRECTORY, SUFFIX, from, to, line, MOST);
    return new Read(
        found.lines().stream().distinct().map(AuditLine::fields).toList(), found.leftOut());
  }
}
