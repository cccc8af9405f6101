package io.tamiyo.contracts.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The kinds of message by their name on the wire. {@link #discovered()} adds those of every {@link
 * Provider} on the class path, which is how a new kind is added without a change here.
 */
public final class MessageTypes {

  /** Adds kinds of message; found by {@link ServiceLoader}. */
  @FunctionalInterface
  public interface Provider {
    /** Record classes whose simple names are not taken yet. */
    List<Class<? extends Message>> messageTypes();
  }

  private static final List<Class<? extends Message>> BUILT_IN =
      List.of(
          LayerHealthReport.class,
          SeedMetricsSnapshot.class,
          TelemetryBatch.class,
          LifecycleTransitionCommand.class,
          BlueprintUpdateCommand.class,
          BatchCommand.class,
          EmergencyStopCommand.class,
          CommandResult.class,
          StateTransitionEvent.class,
          PerformanceAlert.class,
          CheckpointEvent.class,
          BlueprintEvent.class,
          ServiceAnnouncement.class,
          Heartbeat.class,
          CoordinationRequest.class,
          CoordinationResponse.class,
          EpochStarted.class,
          Plan.class,
          TransitionRequest.class,
          Tick.class,
          ConfigUpdate.class,
          GapEvent.class,
          DeadLetter.class,
          LedgerReport.class,
          AuditRecord.class);

  private final Map<String, Class<? extends Message>> byName;

  private MessageTypes(Map<String, Class<? extends Message>> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** The kinds that this release knows. */
  public static MessageTypes builtIn() {
    return new MessageTypes(Map.of()).with(BUILT_IN);
  }

  /** The kinds that this release knows, and those of every provider on the class path. */
  public static MessageTypes discovered() {
    MessageTypes types = builtIn();
    for (Provider provider : ServiceLoader.load(Provider.class)) {
      types = types.with(provider.messageTypes());
    }
    return types;
  }

  /**
   * These kinds and others.
   *
   * @throws IllegalArgumentException when one is no record or its name is taken
   */
  public MessageTypes with(List<Class<? extends Message>> others) {
    Map<String, Class<? extends Message>> all = new LinkedHashMap<>(byName);
    for (Class<? extends Message> type : others) {
      if (!type.isRecord()) {
        throw new IllegalArgumentException("message type is not a record: " + type.getName());
      }
      Class<? extends Message> taken = all.putIfAbsent(type.getSimpleName(), type);
      if (taken != null) {
        throw new IllegalArgumentException(
            type.getName() + " has the wire name of " + taken.getName());
      }
    }
    return new MessageTypes(all);
  }

  /** The name on the wire. */
  public static String nameOf(Message message) {
    return message.getClass().getSimpleName();
  }

  /** The kind of this name. */
  public Optional<Class<? extends Message>> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
