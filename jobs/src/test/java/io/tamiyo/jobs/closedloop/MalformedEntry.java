package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.EntryFields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry that nobody should send, and what must become of it.
 *
 * @param name for failures
 * @param fields as they are appended; a place in the order is added where it has one
 * @param reason of its dead letter
 * @param ordinal which message of it is bad, or −1 for the whole entry
 * @param place whether its place in its producer's order can be read
 * @param counted whether it is in its layer's ledger: what has no layer is in none
 */
record MalformedEntry(
    String name,
    Map<String, byte[]> fields,
    Reason reason,
    int ordinal,
    boolean place,
    boolean counted) {

  private static final int WHOLE = -1;
  private static final String LONG_ID = "a".repeat(10 * 1024);

  /** Every kind of malformed input of the fault list. */
  static List<MalformedEntry> of(String layer) {
    byte[] poison = {(byte) 0xFF, 0, 1, 2, (byte) 0xC3};
    byte[] deepCbor = new byte[1000];
    Arrays.fill(deepCbor, (byte) 0x81);
    String deep = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    return List.of(
        payload("poison JSON", layer, "json", poison, Reason.MALFORMED_PAYLOAD),
        payload("poison CBOR", layer, "cbor", poison, Reason.MALFORMED_PAYLOAD),
        payload("poison zstd", layer, "json+zstd", poison, Reason.CORRUPT_COMPRESSION),
        python("poison on the old wire", poison, Reason.MALFORMED_PAYLOAD),
        payload("1000 deep", layer, "json", deep.getBytes(UTF_8), Reason.TOO_LARGE),
        payload("1000 deep in CBOR", layer, "cbor", deepCbor, Reason.TOO_LARGE),
        python("1000 deep on the old wire", deep.getBytes(UTF_8), Reason.TOO_LARGE),
        python("1 GiB of zlib", Bombs.zlib(), Reason.TOO_LARGE),
        payload("1 GiB of zstd", layer, "json+zstd", Bombs.zstd(true), Reason.TOO_LARGE),
        payload("undeclared", layer, "cbor+zstd", Bombs.zstd(false), Reason.CORRUPT_COMPRESSION),
        message("NaN timestamp", layer, "NaN", "\"healthy\"", Reason.NOT_FINITE),
        message("infinite timestamp", layer, "1e999", "\"healthy\"", Reason.NOT_FINITE),
        message("timestamp in words", layer, "\"noon\"", "\"healthy\"", Reason.INVALID_MESSAGE),
        message("status is an object", layer, "1.0", "{}", Reason.INVALID_MESSAGE),
        parameter(layer),
        typed("unknown type", layer, "Telepathy", "", Reason.UNKNOWN_TYPE),
        typed("version 2", layer, "Heartbeat", ",\"version\":\"2.0\"", Reason.UNKNOWN_VERSION),
        typed("another layer", layer, "Tick", ",\"layer_id\":\"other\"", Reason.INVALID_MESSAGE),
        typed("layer ../x", layer, "Tick", ",\"layer_id\":\"../x\"", Reason.INVALID_MESSAGE),
        typed("layer 7", layer, "Tick", ",\"layer_id\":7", Reason.INVALID_MESSAGE),
        seeds("negative seed", layer, "[-1]", Reason.INVALID_MESSAGE),
        seeds("seed in words", layer, "[\"two\"]", Reason.INVALID_MESSAGE),
        report(layer),
        secondOfThree(layer),
        field("huge count", layer, EntryFields.COUNT, "2147483647", Reason.TOO_LARGE, true),
        field("count below zero", layer, EntryFields.COUNT, "-1", Reason.INVALID_FIELD, true),
        field("no such encoding", layer, EntryFields.ENCODING, "morse", Reason.INVALID_FIELD, true),
        field("sequence is text", layer, EntryFields.SEQUENCE, "x", Reason.INVALID_FIELD, false),
        withoutData(layer),
        lostClaim(layer),
        stray("../x"),
        stray("*"),
        stray("a..b"),
        stray(".a"),
        stray(LONG_ID));
  }

  private static MalformedEntry payload(
      String name, String layer, String encoding, byte[] data, Reason reason) {
    return new MalformedEntry(name, entry(layer, encoding, data), reason, WHOLE, true, true);
  }

  /** The old wire has no places; its entries are known by the stream that they stand in. */
  private static MalformedEntry python(String name, byte[] data, Reason reason) {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(EntryFields.DATA, data);
    return new MalformedEntry(name, fields, reason, WHOLE, false, true);
  }

  private static MalformedEntry message(
      String name, String layer, String timestamp, String status, Reason reason) {
    String json =
        ("{\"message_type\":\"Heartbeat\",\"message_id\":\"%s\",\"timestamp\":%s,"
                + "\"service_id\":\"s\",\"uptime_seconds\":1,\"status\":%s,\"layer_id\":\"%s\"}")
            .formatted(name, timestamp, status, layer);
    return first(name, layer, json, reason);
  }

  private static MalformedEntry typed(
      String name, String layer, String type, String more, Reason reason) {
    String json =
        "{\"message_type\":\"%s\",\"message_id\":\"%s\",\"timestamp\":1.0%s}"
            .formatted(type, name, more);
    return first(name, layer, json, reason);
  }

  private static MalformedEntry parameter(String layer) {
    return typed(
        "infinite parameter",
        layer,
        "TransitionRequest",
        (",\"layer_id\":\"%s\",\"target_state\":\"TRAINING\",\"batch_size\":1,\"force\":false,"
                + "\"reason\":\"\",\"min_performance\":\"Infinity\"")
            .formatted(layer),
        Reason.NOT_FINITE);
  }

  private static MalformedEntry seeds(String name, String layer, String ids, Reason reason) {
    return typed(
        name,
        layer,
        "TransitionRequest",
        (",\"layer_id\":\"%s\",\"target_state\":\"TRAINING\",\"batch_size\":1,\"force\":false,"
                + "\"reason\":\"\",\"seed_ids\":%s")
            .formatted(layer, ids),
        reason);
  }

  private static MalformedEntry report(String layer) {
    return typed(
        "two thousand million seeds",
        layer,
        "LayerHealthReport",
        ",\"layer_id\":\"%s\",\"total_seeds\":2000000000,\"active_seeds\":0".formatted(layer),
        Reason.TOO_LARGE);
  }

  private static MalformedEntry secondOfThree(String layer) {
    String good =
        "{\"message_type\":\"Heartbeat\",\"message_id\":\"good-%d\",\"timestamp\":1.0,"
            + "\"service_id\":\"s\",\"uptime_seconds\":1,\"status\":\"healthy\","
            + "\"layer_id\":\"%s\"}";
    String bad = "{\"message_type\":\"Telepathy\",\"message_id\":\"bad\",\"timestamp\":1.0}";
    String json = "[%s,%s,%s]".formatted(good.formatted(1, layer), bad, good.formatted(3, layer));
    Map<String, byte[]> fields = entry(layer, "json", text(json));
    fields.put(EntryFields.COUNT, text("3"));
    return new MalformedEntry("one of three", fields, Reason.UNKNOWN_TYPE, 1, true, true);
  }

  private static MalformedEntry first(String name, String layer, String json, Reason reason) {
    return new MalformedEntry(
        name, entry(layer, "json", json.getBytes(UTF_8)), reason, 0, true, true);
  }

  private static MalformedEntry field(
      String name, String layer, String field, String value, Reason reason, boolean place) {
    Map<String, byte[]> fields = entry(layer, "json", text("{}"));
    if (!place) {
      fields.put(EntryFields.PRODUCER, text("guest-1"));
      fields.put(EntryFields.PRODUCER_EPOCH, text("1"));
    }
    fields.put(field, text(value));
    return new MalformedEntry(name, fields, reason, WHOLE, place, true);
  }

  private static MalformedEntry withoutData(String layer) {
    Map<String, byte[]> fields = entry(layer, "json", new byte[0]);
    fields.remove(EntryFields.DATA);
    return new MalformedEntry("no data", fields, Reason.MISSING_FIELD, WHOLE, true, true);
  }

  private static MalformedEntry lostClaim(String layer) {
    Map<String, byte[]> fields = entry(layer, "claim-check", text("0123456789abcdef"));
    fields.put(EntryFields.CLAIMED_ENCODING, text("json"));
    return new MalformedEntry("lost claim", fields, Reason.LOST_CLAIM_CHECK, WHOLE, true, true);
  }

  /** Of a layer that can't be one. */
  private static MalformedEntry stray(String layer) {
    String name = "layer " + layer.substring(0, Math.min(layer.length(), 10));
    return new MalformedEntry(
        name, entry(layer, "json", text("{}")), Reason.INVALID_FIELD, WHOLE, false, false);
  }

  private static Map<String, byte[]> entry(String layer, String encoding, byte[] data) {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(EntryFields.TYPE, text("Heartbeat"));
    fields.put(EntryFields.ENCODING, text(encoding));
    fields.put(EntryFields.LAYER, text(layer));
    fields.put(EntryFields.DATA, data);
    return fields;
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
