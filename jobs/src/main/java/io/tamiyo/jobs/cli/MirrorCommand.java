package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.ClusterFiles;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.JobSubmission;
import io.tamiyo.jobs.cluster.RedisUrlFile;
import io.tamiyo.jobs.cluster.RunningCluster;
import io.tamiyo.jobs.cluster.RunningCluster.Job;
import io.tamiyo.jobs.mirror.MirrorJob;
import io.tamiyo.jobs.mirror.MirrorOptions;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends a mirror job to the cluster. */
@Command(
    name = "mirror",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a job to the cluster that takes aggregates, alerts and routed streams to the Redis of another region.",
      "Each entry arrives at least once and in the order of its stream. A copy has the message id of the entry, and"
          + " two fields more: regions, which it has passed, and origin, by which a copy that came twice is known."
          + " No entry is taken into a region that it has passed, so that mirrors in both directions come to an end."
    },
    footer = {
      "",
      "Examples:",
      "  TAMIYO_MIRROR_REDIS_URL=redis://user:password@us:6379 ./tamiyo mirror --region eu --to-region us",
      "  ./tamiyo mirror --region eu --to-region us --to redis://us:6379 --streams 'kasmina.routed.*'",
      "  ./tamiyo mirror --region eu --to-region us --from SAVEPOINT    goes on where ./tamiyo stop has stopped it"
    })
final class MirrorCommand implements Runnable {

  private static final String TO_ENVIRONMENT = "TAMIYO_MIRROR_REDIS_URL";

  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--region",
      required = true,
      paramLabel = "NAME",
      description = "Name of the region that is read, in --redis: 1 to 32 of a-z 0-9 -.")
  private String region = "";

  @Mixin private JobRedis redis = new JobRedis();

  @Option(
      names = "--to-region",
      required = true,
      paramLabel = "NAME",
      description = "Name of the region that is written.")
  private String toRegion = "";

  @Option(
      names = "--to",
      paramLabel = "URL",
      defaultValue = "${env:" + TO_ENVIRONMENT + "}",
      showDefaultValue = Visibility.NEVER,
      description =
          "Its Redis. Default: the environment variable "
              + TO_ENVIRONMENT
              + ", where a URL with a password belongs.")
  private @Nullable String to;

  @Option(
      names = "--streams",
      paramLabel = "NAMES",
      description = {
        "Names and globs of streams, by commas. Default: kasmina.telemetry.aggregated, kasmina.alert, kasmina.routed.*.",
        "What hosts or jobs read is refused: commands would be applied in two regions."
      })
  private @Nullable String streams;

  @Option(
      names = "--own-only",
      description =
          "Only what was written in the region that is read; for three or more regions of which each is mirrored"
              + " to each other.")
  private boolean ownOnly;

  @Option(
      names = "--start",
      paramLabel = "WHERE",
      description = "Where to start without --from: earliest (default) or latest.")
  private @Nullable String start;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = {
        "About how many entries of each stream stay there, those included that the region has written itself: give"
            + " at least its --retention.side-entries. Default: 10000, as there."
      })
  private @Nullable Long keep;

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      description = "The installation, where several share one Redis; the same in both regions.")
  private @Nullable String instanceId;

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description =
          "Go on from this savepoint, or retained checkpoint. Without it what is still there is taken again.")
  private String savepoint = "";

  MirrorCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    String target = target();
    Map<String, String> options = options();
    check(options, redis.url(), target);
    ClusterFiles files = new ClusterFiles(installation);
    RunningCluster cluster = RunningCluster.of(files);
    JobSubmission.requireFiles(installation.jobJar(), savepoint);
    redis.check();
    JobRedis.check(spec, "--to", target, TO_ENVIRONMENT);
    options.put(
        MirrorOptions.FROM_URL_FILE.key(), RedisUrlFile.write(files, redis.url()).toString());
    options.put(MirrorOptions.TO_URL_FILE.key(), RedisUrlFile.write(files, target).toString());
    List<String> arguments = new ArrayList<>();
    options.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
    Job job =
        new JobSubmission(files, cluster)
            .submit(
                new JobSubmission.Request(
                    installation.jobJar(), MirrorJob.class.getName(), savepoint, 1, arguments));
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s runs: %s/#/job/%s/overview%n./tamiyo stop %s stops it with a savepoint%n",
            job.name(),
            cluster.rest().base(),
            job.id(),
            job.id());
  }

  private String target() {
    if (to == null || to.isEmpty()) {
      throw new CommandFailure(
          "where to? give --to URL, or the environment variable " + TO_ENVIRONMENT);
    }
    return to;
  }

  private Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    options.put(MirrorOptions.FROM_REGION.key(), region);
    options.put(MirrorOptions.TO_REGION.key(), toRegion);
    options.put(MirrorOptions.OWN_ONLY.key(), String.valueOf(ownOnly));
    if (streams != null) {
      options.put(MirrorOptions.STREAMS.key(), streams);
    }
    if (start != null) {
      options.put(MirrorOptions.START.key(), start);
    }
    if (keep != null) {
      options.put(MirrorOptions.KEEP.key(), keep.toString());
    }
    if (instanceId != null) {
      options.put(MirrorOptions.INSTANCE_ID.key(), instanceId);
    }
    return options;
  }

  /** Refuses here what the job would refuse after it was sent. */
  private static void check(Map<String, String> options, String from, String to) {
    try {
      MirrorOptions.of(options, RedisConnectionOptions.of(from), RedisConnectionOptions.of(to));
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(
          wrong.getMessage() + "; ./tamiyo mirror --help says what there is", wrong);
    }
  }
}
