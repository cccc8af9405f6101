package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tamiyo bench ingestion}. */
@Command(
    name = "ingestion",
    mixinStandardHelpOptions = true,
    description = {
      "Sends entries of 10,000 producers, 50 in each of 200 layers, through the job's own operators ingest and order,"
          + " in a mini cluster at parallelism 1 with a checkpoint each second. One message an entry; the layers take"
          + " turns at every entry. One message in ten arrives twice, one in twenty ahead of its predecessor. Takes"
          + " about three minutes.",
      "",
      "messages_per_s counts what arrived, duplicates too. Both operators run on one thread, which reads the entries"
          + " from the source's thread through Flink's shuffle as in the real job. The cases heap and rocksdb (the state"
          + " backend) read the fields of an entry, but not its payload; heap_decoded and rocksdb_decoded that too. The"
          + " case source has the source and the shuffle alone, and is the limit for the others: ratio_to_source."
          + " thread_us_per_message is the processor time of the operators' thread, cores the processor time of the whole JVM, checkpoints what was completed in a round."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo bench ingestion --report ingestion.json",
      "  ./tamiyo bench ingestion --report ingestion.json --cases heap,rocksdb --rounds 3"
    })
public final class BenchIngestionCommand implements Callable<Integer> {

  private final Installation installation;

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of each case (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--round-ms",
      paramLabel = "MS",
      defaultValue = "4000",
      description = "About how long a round takes (default: ${DEFAULT-VALUE}).")
  private int roundMs;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "200",
      description = "Layers (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--producers",
      paramLabel = "N",
      defaultValue = "50",
      description = "Producers in each layer, at most 64 (default: ${DEFAULT-VALUE}).")
  private int producers;

  @Option(
      names = "--cases",
      paramLabel = "CASES",
      defaultValue = "source,heap,rocksdb,heap_decoded,rocksdb_decoded",
      description = "Several with commas (default: ${DEFAULT-VALUE}).")
  private String cases = "";

  /**
   * @param installation whose state directory holds the checkpoints of the rounds meanwhile
   */
  public BenchIngestionCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    List<String> arguments =
        List.of(
            "--directory",
            installation.state().toString(),
            "--rounds",
            Integer.toString(rounds),
            "--round-ms",
            Integer.toString(roundMs),
            "--layers",
            Integer.toString(layers),
            "--producers",
            Integer.toString(producers),
            "--cases",
            cases);
    options.runJob(installation, "ingestion", arguments);
    return 0;
  }
}
