package io.tamiyo.host.layer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands that nobody should send, each with what its refusal says. They are made of good ones,
 * for {@link #LAYER}, of which one thing is changed.
 */
final class HostileCommands {

  static final String LAYER = "layer-1";

  /**
   * A payload in a control log.
   *
   * @param what is wrong with it
   * @param id by which the refusal names it; empty where it has none to be named by
   * @param says part of the error in the refusal
   */
  record Hostile(String what, String id, String payload, String says) {}

  /** A field that may be missing; the command is as good without it. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "source",
          "version",
          "correlation_id",
          "metadata",
          "seed_id",
          "parameters",
          "configuration",
          "validation_metrics",
          "commands",
          "layer_id",
          "message_type");

  /** On a machine that is busy, a command must not be refused for the time it took. */
  private static final int PATIENT_MS = 3_600_000;

  private final List<Hostile> all = new ArrayList<>();

  private HostileCommands() {}

  static List<Hostile> all() {
    HostileCommands commands = new HostileCommands();
    for (Command good : goodOnes()) {
      commands.addMissingFields(good);
      commands.addWrongTypes(good);
    }
    commands.addTargets();
    commands.addValues();
    commands.addBatches();
    commands.addNoise();
    return commands.all;
  }

  private static List<Command> goodOnes() {
    return List.of(
        Fixtures.transition(LAYER, SeedState.GERMINATED).of(1, 0).id("good").build(),
        Fixtures.blueprint(LAYER, 1, "scale").build(),
        Fixtures.emergencyStop(LAYER).build());
  }

  private void addMissingFields(Command good) {
    for (String field : names(json(good))) {
      if (!OPTIONAL.contains(field)) {
        ObjectNode bad = json(good);
        bad.remove(field);
        add("%s without %s".formatted(type(bad), field), bad, field + ": is missing");
      }
    }
  }

  private void addWrongTypes(Command good) {
    for (String field : names(json(good))) {
      ObjectNode bad = json(good);
      boolean isText = bad.path(field).isTextual() || bad.path(field).isNull();
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      bad.set(field, isText ? nodes.objectNode().put("x", 1) : nodes.textNode("\u0000!"));
      add("%s with a wrong type of %s".formatted(type(bad), field), bad, field);
    }
  }

  private void addTargets() {
    target("seed -1", -1, "0", "seed_id is negative: -1");
    target("a seed that is not there", 4, "0", "seed 4 does not exist; layer layer-1 has 0 to 3");
    target("seed 10^9", 1_000_000_000, "0", "seed 1000000000 does not exist");
    target("a seed beyond int", 10_000_000_000L, "0", "fence");
    target("a revision of another life", 1, "9", "seeds have changed since the decision");
    target("a revision beyond long", 1, "9".repeat(30), "fence");
    ObjectNode same = json(goodOnes().get(0));
    ArrayNode targets = (ArrayNode) same.path("fence").path("targets");
    targets.add(targets.get(0).deepCopy());
    add("a seed twice", same, "its targets do not ascend at seed 1");
    ObjectNode none = json(goodOnes().get(0));
    ((ArrayNode) none.path("fence").path("targets")).removeAll();
    add("no target", none, "its fence names no seed");
    ObjectNode many = json(goodOnes().get(0));
    ArrayNode crowd = (ArrayNode) many.path("fence").path("targets");
    for (int seed = 2; seed < 100_000; seed++) {
      crowd
          .addObject()
          .put("seed_id", seed)
          .putObject("revision")
          .put("host_epoch", 1)
          .put("number", 0);
    }
    add("100,000 targets", many, "seed 4 does not exist");
  }

  private void target(String what, long seed, String number, String says) {
    String good = json(goodOnes().get(0)).put("seed_id", (Integer) null).toString();
    String bad =
        good.replaceAll(
            "\"targets\":\\[[^]]*]",
            "\"targets\":[{\"seed_id\":"
                + seed
                + ",\"revision\":{\"host_epoch\":1,\"number\":"
                + number
                + "}}]");
    String id = "hostile-" + all.size();
    all.add(new Hostile(what, id, bad.replace("\"good\"", '"' + id + '"'), says));
  }

  private void addValues() {
    value("another layer", "layer_id", "layer-2", "is layer-2 in an entry of layer layer-1");
    value("a layer with a path", "layer_id", "../x", "layer_id");
    value("a layer of 10 KB", "layer_id", "x".repeat(10_000), "layer_id");
    value("a state that is none", "target_state", "ASLEEP", "target_state");
    value("a reason of 1 MB", "reason", "x".repeat(1_000_000), "reason has 1000000 characters");
    value("a kind that is none", "message_type", "Obey", "is no kind of message");
    value("a kind that is no command", "version", "7.0", "this release reads 1.x");
    value("a priority that is none", "priority", "now", "priority");
    number("no time", "timeout_ms", "0", "timeout_ms is not positive: 0");
    number("negative time", "timeout_ms", "-5", "timeout_ms is not positive: -5");
    number("too much time", "timeout_ms", "99999999999", "timeout_ms");
    number("a seed that its fence does not name", "seed_id", "3", "it names seed 3");
    number("a negative seed", "seed_id", "-1", "seed_id is negative: -1");
    number("half a seed", "seed_id", "1.5", "seed_id");
    number("a step", "metadata", "{\"apply_at_step\":5}", "is for layers with replicas");
    number("no number", "timestamp", "NaN", "timestamp: is NaN");
    number("an infinite parameter", "parameters", "{\"x\":1e999}", "parameters.x");
    ObjectNode blank = json(goodOnes().get(0));
    blank.put("message_id", "   ");
    all.add(new Hostile("a blank id", "   ", blank.toString(), "message_id is blank"));
    ObjectNode endless = json(goodOnes().get(0));
    endless.put("message_id", "x".repeat(100_000));
    all.add(new Hostile("an id of 100 KB", "", endless.toString(), "100000 characters"));
  }

  private void value(String what, String field, String value, String says) {
    add(what, json(goodOnes().get(0)).put(field, value), says);
  }

  private void number(String what, String field, String value, String says) {
    ObjectNode bad = json(goodOnes().get(0)).put(field, "@");
    String id = "hostile-" + all.size();
    String payload = bad.put("message_id", id).toString().replace("\"@\"", value);
    all.add(new Hostile(what, id, payload, says));
  }

  private void addBatches() {
    batch("a batch of nothing", "", "the batch is empty");
    batch("a batch of 1,001", (part(0) + ",").repeat(1000) + part(0), "1001 parts; at most 1000");
    batch("a batch in a batch", batchOf(part(0)), "a batch in a batch");
    batch("a batch of a number", "5", "could not be read: commands[0]: is no JSON object");
    String stop = json(goodOnes().get(2)).toString();
    batch("a batch with a stop", stop, "an emergency stop in a batch");
  }

  private void batch(String what, String parts, String says) {
    String id = "hostile-" + all.size();
    all.add(new Hostile(what, id, batchOf(parts).replace("\"batch\"", '"' + id + '"'), says));
  }

  /** An atomic batch of these parts. */
  static String batchOf(String parts) {
    return """
        {"message_type":"BatchCommand","message_id":"batch","timestamp":0,"commands":[%s],\
        "atomic":true,"stop_on_error":false,"priority":"normal","timeout_ms":3600000,\
        "layer_id":"layer-1","fence":{"job_epoch":1,"targets":[]},"cause":"0-1"}"""
        .formatted(parts);
  }

  /** A good command, for a seed that nothing else touches. */
  static String part(int seed) {
    Command part =
        Fixtures.transition(LAYER, SeedState.GERMINATED).of(seed, 0).id("part-" + seed).build();
    return json(part).toString();
  }

  private void addNoise() {
    noise("nothing", "", "");
    noise("no JSON", "{\"message_id\":", "");
    noise("a number", "17", "is no JSON object");
    noise("null", "null", "is no JSON object");
    noise("a heap of brackets", "[".repeat(1000), "depth");
    noise("bytes", "\u0001\u0002\uffff", "");
  }

  private void noise(String what, String payload, String says) {
    all.add(new Hostile(what, "", payload, says));
  }

  private void add(String what, ObjectNode bad, String says) {
    String id = bad.path("message_id").isTextual() ? "hostile-" + all.size() : "";
    if (!id.isEmpty()) {
      bad.put("message_id", id);
    }
    all.add(new Hostile(what, id, bad.toString(), says));
  }

  private static String type(ObjectNode message) {
    return message.path("message_type").asText("a command");
  }

  private static List<String> names(ObjectNode message) {
    List<String> names = new ArrayList<>();
    message.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ObjectNode json(Command command) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      EntryHeader place =
          new EntryHeader(command.getClass().getSimpleName(), LAYER, null, 0, 0, 1, null, null);
      Map<String, byte[]> fields = writer.write(place, List.of(command));
      byte[] data = fields.getOrDefault(EntryFields.DATA, new byte[0]);
      JsonNode message = new JsonMapper().readTree(new String(data, StandardCharsets.UTF_8));
      return ((ObjectNode) message).put("timeout_ms", PATIENT_MS);
    } catch (JsonProcessingException e) {
      throw new AssertionError("it was written as JSON", e);
    }
  }
}
