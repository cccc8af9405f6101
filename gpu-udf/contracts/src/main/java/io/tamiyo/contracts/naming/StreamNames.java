package io.tamiyo.contracts.naming;

import java.util.Optional;

/**
 * The Redis keys of one installation. An id always stands last, so that it is never parsed out of
 * the middle. Two installations on one Redis differ by {@code instanceId}, which is the first part
 * of every key.
 *
 * @param instanceId the installation, or empty for the only one; in braces it is the hash tag of
 *     every key, so that one node of a Redis Cluster has them all
 */
public record StreamNames(String instanceId) {

  /** Layers up to which each has an inbound stream of its own. */
  public static final int MAX_UNSHARDED_LAYERS = 64;

  private static final String INBOUND = "kasmina.inbound.";
  private static final String ROUTED = "kasmina.routed.";
  private static final String SHARD = "shard-";
  private static final String CONTROL = "kasmina.control.layer.";

  public StreamNames {
    if (!instanceId.isEmpty()) {
      boolean tag = instanceId.startsWith("{") && instanceId.endsWith("}");
      String id = tag ? instanceId.substring(1, instanceId.length() - 1) : instanceId;
      LayerId.require("instance_id", id);
    }
  }

  /** The keys of the only installation on a Redis. */
  public static StreamNames unnamed() {
    return new StreamNames("");
  }

  /** Everything about a layer: telemetry, events, acknowledgements, requests, ticks. */
  public String inbound(String layerId) {
    return key(INBOUND + LayerId.require(layerId));
  }

  /** The inbound stream that layers share above {@link #MAX_UNSHARDED_LAYERS}. */
  public String inboundShard(int shard) {
    if (shard < 0) {
      throw new IllegalArgumentException("shard is negative: " + shard);
    }
    return key(INBOUND + SHARD + shard);
  }

  /**
   * Whether the key is an inbound stream that layers share, so that its name tells no layer. A
   * layer that is named as a shard is, such as {@code shard-3}, counts as one.
   */
  public boolean isInboundShard(String stream) {
    String prefix = key(INBOUND + SHARD);
    return stream.startsWith(prefix)
        && stream.length() > prefix.length()
        && stream.chars().skip(prefix.length()).allMatch(digit -> digit >= '0' && digit <= '9');
  }

  /** All inbound streams, as a pattern of SCAN. */
  public String inboundPattern() {
    return key(INBOUND + "*");
  }

  /** Commands, epoch markers and plans for a layer. */
  public String control(String layerId) {
    return key(CONTROL + LayerId.require(layerId));
  }

  /** All control logs, as a pattern of SCAN. */
  public String controlPattern() {
    return key(CONTROL + "*");
  }

  /** The layer of a control log, or empty when the key is not one of this installation's. */
  public Optional<String> layerOfControl(String stream) {
    return isControl(stream)
        ? Optional.of(stream.substring(key(CONTROL).length())).filter(LayerId::isValid)
        : Optional.empty();
  }

  /** Whether the key is a layer's control log of this installation, whatever the layer's name. */
  public boolean isControl(String stream) {
    return begins(stream, CONTROL);
  }

  /** Whether the key is an inbound stream of this installation. */
  public boolean isInbound(String stream) {
    return begins(stream, INBOUND);
  }

  /** What stands last in an inbound stream's name, the layer or the shard; else the whole name. */
  public String lastOfInbound(String stream) {
    return isInbound(stream) ? stream.substring(key(INBOUND).length()) : stream;
  }

  /** What the deciding host of a layer has its replicas put in force, and when. */
  public String replicas(String layerId) {
    return key("kasmina.replicas.layer." + LayerId.require(layerId));
  }

  /** What the replicas of a layer have put in force. */
  public String replicaReports(String layerId) {
    return key("kasmina.replicas.reports." + LayerId.require(layerId));
  }

  /** Emergency stops, which hosts read over a connection of their own. */
  public String emergency() {
    return key("kasmina.control.emergency");
  }

  /** Configuration that is broadcast to every operator. */
  public String config() {
    return key("kasmina.config");
  }

  /** What could not be processed, with its coordinates and reason. */
  public String deadLetters() {
    return key("kasmina.deadletter");
  }

  /**
   * Where a dead letter that was replayed has gone, for as long as another copy of it may turn up.
   *
   * @param letter what identifies the message that the letter is about
   */
  public String replayedLetter(String letter) {
    return key("kasmina.deadletter.replayed." + LayerId.require("dead letter", letter));
  }

  /** Alerts of the job. */
  public String alerts() {
    return key("kasmina.alert");
  }

  /** What the health reports of each layer come to, a window after the other. */
  public String aggregates() {
    return key("kasmina.telemetry.aggregated");
  }

  /**
   * Copies of what the job publishes, by rules. No rule can name a stream that the job or a host
   * reads.
   *
   * @param name as the rules say it
   */
  public String routed(String name) {
    return key(ROUTED + LayerId.require("routed stream", name));
  }

  /** Whether the key is a stream that rules send copies to. */
  public boolean isRouted(String stream) {
    return begins(stream, ROUTED);
  }

  /** The ledger of each layer, as the job counts it. */
  public String ledger() {
    return key("kasmina.ledger");
  }

  /** What happened around the layers, for who audits. */
  public String audit() {
    return key("kasmina.audit");
  }

  /** Hash: layer id to inbound stream, written by the hosts. */
  public String layers() {
    return key("tamiyo.layers");
  }

  /** Hash {epoch, holder, until}: who may emit. */
  public String jobEpoch() {
    return key("tamiyo.epoch");
  }

  /** Hash: option to value, of the options that a job was submitted with and that may change. */
  public String submittedOptions() {
    return key("tamiyo.options");
  }

  /** Counter from which hosts without a store draw their host epoch. */
  public String hostEpoch() {
    return key("tamiyo.host-epoch");
  }

  /** Counter from which producers draw their producer epoch at each start. */
  public String producerEpoch() {
    return key("tamiyo.producer-epoch");
  }

  /** A payload that was too large for its entry. */
  public String claimCheck(String id) {
    return key("kasmina.claim." + LayerId.require("claim_check_id", id));
  }

  /**
   * That some host has told that no layer is meant by an emergency stop.
   *
   * @param place of the stop in its stream
   */
  public String unclaimedStop(String place) {
    return key("kasmina.unclaimed." + place);
  }

  /** A key without its first part, the installation; empty when it is another installation's. */
  public Optional<String> withoutInstance(String key) {
    String prefix = key("");
    return key.startsWith(prefix) ? Optional.of(key.substring(prefix.length())) : Optional.empty();
  }

  /** As {@code startsWith(key(name))}, without making the key: asked for each entry. */
  private boolean begins(String stream, String name) {
    if (instanceId.isEmpty()) {
      return stream.startsWith(name);
    }
    int length = instanceId.length();
    return stream.startsWith(name, length + 1)
        && stream.charAt(length) == '.'
        && stream.startsWith(instanceId);
  }

  private String key(String name) {
    return instanceId.isEmpty() ? name : instanceId + "." + name;
  }
}
