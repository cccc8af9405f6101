package io.tamiyo.jobs.evolution;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.naming.StreamNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a job has said since it was restored. */
final class GoldenOutcome {

  private static final StreamNames NAMES = GoldenRedis.NAMES;

  private final GoldenRedis streams;
  private final Map<String, Integer> logged = new HashMap<>();

  /**
   * @param streams as they are before it is restored
   */
  GoldenOutcome(GoldenRedis streams) {
    this.streams = streams;
    GoldenRedis.LAYERS.forEach(
        layer -> logged.put(layer, streams.messages(NAMES.control(layer)).size()));
  }

  /** By layer, the last ledger. */
  Map<String, List<Long>> ledger() {
    Map<String, List<Long>> last = new HashMap<>();
    for (Message message : streams.messages(NAMES.ledger())) {
      LedgerReport report = (LedgerReport) message;
      last.put(
          report.layerId(),
          List.of(
              report.in(),
              report.out(),
              report.deadLetters(),
              report.duplicates(),
              report.expired(),
              report.held()));
    }
    return last;
  }

  /** By layer, what stands in its control log since then but markers. */
  Map<String, List<String>> sent() {
    return GoldenRedis.LAYERS.stream().collect(Collectors.toMap(layer -> layer, this::sent));
  }

  private List<String> sent(String layer) {
    return streams.messages(NAMES.control(layer)).stream()
        .skip(logged.getOrDefault(layer, 0))
        .map(GoldenOutcome::text)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> text(Message message) {
    if (message instanceof Plan plan) {
      return Optional.of(
          "%s: %s for %s".formatted(plan.requestId(), plan.targetState(), text(plan.targets())));
    }
    return message instanceof LifecycleTransitionCommand command
        ? Optional.of("%s for %s".formatted(command.targetState(), text(command.fence().targets())))
        : Optional.empty();
  }

  private static String text(List<SeedTarget> targets) {
    return targets.stream()
        .map(target -> target.seedId() + "@" + target.revision().number())
        .collect(Collectors.joining(" "));
  }

  /** Layer and name of each alert. */
  List<String> alerts() {
    return streams.messages(NAMES.alerts()).stream()
        .filter(PerformanceAlert.class::isInstance)
        .map(message -> message.layerId() + " " + ((PerformanceAlert) message).metricName())
        .toList();
  }

  /** Gaps that were told. */
  List<Message> gaps() {
    return streams.messages(NAMES.alerts()).stream().filter(GapEvent.class::isInstance).toList();
  }

  /** Dead letters. */
  List<Message> deadLetters() {
    return streams.messages(NAMES.deadLetters());
  }
}
