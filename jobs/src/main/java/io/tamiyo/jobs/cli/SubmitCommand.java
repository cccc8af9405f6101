package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.ClusterFiles;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.JobSubmission;
import io.tamiyo.jobs.cluster.RedisUrlFile;
import io.tamiyo.jobs.cluster.RunningCluster;
import io.tamiyo.jobs.cluster.RunningCluster.Job;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a job to the cluster. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the control-plane job to the cluster and waits until it runs.",
      "The same jar, jobs/target/tamiyo-job.jar, can be uploaded in Flink's web UI."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo submit --redis redis://localhost:6379",
      "  TAMIYO_REDIS_URL=redis://user:password@host:6379 ./tamiyo submit",
      "  ./tamiyo submit --from .tamiyo/savepoints/savepoint-1a2b3c-4d5e6f --parallelism 4",
      "  ./tamiyo submit -- --policy.enabled false",
      "  ./tamiyo submit --job-options      every option that may stand after --"
    })
final class SubmitCommand implements Runnable {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description = "Go on from this savepoint, or retained checkpoint.")
  private String savepoint = "";

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Default: parallelism.default of flink-conf/config.yaml.")
  private @Nullable Integer parallelism;

  @Mixin private JobRedis redis = new JobRedis();

  @Option(names = "--jar", paramLabel = "FILE", description = "Another job than the control plane.")
  private @Nullable Path jar;

  @Parameters(paramLabel = "JOB-OPTION", description = "Options of the job, after --.")
  private List<String> jobOptions = new ArrayList<>();

  @Option(
      names = "--job-options",
      description = "Print every option of the control-plane job, and send nothing.")
  private boolean listOptions;

  SubmitCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    if (listOptions) {
      JobOptions.print(spec.commandLine().getOut());
      return;
    }
    if (parallelism != null && parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism is " + parallelism + "; give at least 1");
    }
    if (jar == null) {
      JobOptions.check(jobOptions);
    }
    ClusterFiles files = new ClusterFiles(installation);
    RunningCluster cluster = RunningCluster.of(files);
    Path what = jar == null ? installation.jobJar() : jar;
    JobSubmission.requireFiles(what, savepoint);
    redis.check();
    List<String> arguments = new ArrayList<>(jobOptions);
    arguments.addAll(
        List.of("--redis.url-file", RedisUrlFile.write(files, redis.url()).toString()));
    int tasks = parallelism == null ? JobSubmission.DEFAULT_PARALLELISM : parallelism;
    Job job =
        new JobSubmission(files, cluster)
            .submit(new JobSubmission.Request(what, "", savepoint, tasks, arguments));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s runs: %s/#/job/%s/overview%n",
        job.name(),
        cluster.rest().base(),
        job.id());
    out.println("./tamiyo stop stops it with a savepoint");
  }
}
