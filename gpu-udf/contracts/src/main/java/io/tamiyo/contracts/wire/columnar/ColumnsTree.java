package io.tamiyo.contracts.wire.columnar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads what {@link ColumnsSerializer} writes, from a tree of either format. */
public final class ColumnsTree {

  private final WireLimits limits;

  /** A reader that refuses more seeds or metrics than these limits allow. */
  public ColumnsTree(WireLimits limits) {
    this.limits = limits;
  }

  /**
   * The columns of a tree, or those that the tree already holds as such.
   *
   * @throws DecodeFailure {@code INVALID_MESSAGE} or {@code TOO_LARGE} with the path in the payload
   */
  public SeedColumns read(JsonNode node, String path) throws DecodeFailure {
    if (node instanceof POJONode embedded && embedded.getPojo() instanceof SeedColumns columns) {
      return columns;
    }
    if (!node.isObject()) {
      throw Failures.invalid(path, "is no object but " + node.getNodeType());
    }
    byte[] states = states(node.path("states"), Paths.field(path, "states"));
    int rows = states.length;
    String idsPath = Paths.field(path, "seed_ids");
    try {
      return new SeedColumns(
          Numbers.integer(node.path("host_epoch"), Paths.field(path, "host_epoch")),
          seedIds(node, rows, idsPath),
          states,
          Numbers.integers(node.path("revisions"), Paths.field(path, "revisions")),
          Numbers.narrowed(node.path("epochs_in_state"), Paths.field(path, "epochs_in_state")),
          metrics(node.path("metrics"), rows, Paths.field(path, "metrics")));
    } catch (IllegalArgumentException e) {
      throw Failures.invalid(path, String.valueOf(e.getMessage()));
    }
  }

  private byte[] states(JsonNode node, String path) throws DecodeFailure {
    int[] codes = Numbers.narrowed(node, path);
    requireAtMost(limits.maxSeeds(), codes.length, "seeds", path);
    byte[] states = new byte[codes.length];
    for (int row = 0; row < codes.length; row++) {
      states[row] = (byte) codes[row];
      if (states[row] != codes[row]) {
        throw Failures.invalid(Paths.index(path, row), "is " + codes[row]);
      }
    }
    return states;
  }

  private int[] seedIds(JsonNode node, int rows, String path) throws DecodeFailure {
    int[] ids =
        node.has("first_seed")
            ? following(Numbers.integer(node.path("first_seed"), path), rows, path)
            : Numbers.narrowed(node.path("seed_ids"), path);
    if (ids.length > 0) {
      requireAtMost(limits.maxSeeds() - 1, ids[ids.length - 1], "as seed id", path);
    }
    return ids;
  }

  private int[] following(long first, int rows, String path) throws DecodeFailure {
    requireAtMost(limits.maxSeeds(), first, "as first seed", path);
    return IntStream.range((int) first, (int) first + rows).toArray();
  }

  private List<MetricColumn> metrics(JsonNode node, int rows, String path) throws DecodeFailure {
    if (!node.isArray()) {
      throw Failures.invalid(path, "is no array but " + node.getNodeType());
    }
    requireAtMost(limits.maxMetrics(), node.size(), "metrics", path);
    List<MetricColumn> columns = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      columns.add(column(node.path(i), rows, Paths.index(path, i)));
    }
    return columns;
  }

  private static MetricColumn column(JsonNode node, int rows, String path) throws DecodeFailure {
    JsonNode name = node.path("name");
    if (!name.isTextual()) {
      throw Failures.invalid(Paths.field(path, "name"), "is no text but " + name.getNodeType());
    }
    boolean[] measured = measured(node, rows, path);
    double[] values =
        node.has("planes")
            ? Numbers.planes(node.path("planes"), Paths.field(path, "planes"))
            : Numbers.floats(node.path("values"), measured, Paths.field(path, "values"));
    if (values.length < rows) {
      values = spread(values, measured, path);
    }
    try {
      return new MetricColumn(name.textValue(), values, measured);
    } catch (IllegalArgumentException e) {
      throw Failures.invalid(path, String.valueOf(e.getMessage()));
    }
  }

  /** One value a row, from one value a measured row. */
  private static double[] spread(double[] values, boolean[] measured, String path)
      throws DecodeFailure {
    double[] rows = new double[measured.length];
    int next = 0;
    for (int row = 0; row < rows.length; row++) {
      if (measured[row]) {
        if (next == values.length) {
          throw Failures.invalid(path, "has fewer values than measured rows: " + next);
        }
        rows[row] = values[next++];
      }
    }
    if (next < values.length) {
      throw Failures.invalid(path, values.length + " values, but " + next + " measured rows");
    }
    return rows;
  }

  private static boolean[] measured(JsonNode node, int rows, String path) throws DecodeFailure {
    JsonNode bits = node.get("measured");
    if (bits == null) {
      boolean[] all = new boolean[rows];
      Arrays.fill(all, true);
      return all;
    }
    if (bits instanceof POJONode embedded
        && embedded.getPojo() instanceof TypedArray packed
        && packed.bytes().length == Bits.packedLength(rows)) {
      return Bits.unpack(packed.bytes(), rows);
    }
    throw Failures.invalid(Paths.field(path, "measured"), "is no bit set of " + rows + " rows");
  }

  private static void requireAtMost(long most, long actual, String what, String path)
      throws DecodeFailure {
    if (actual > most) {
      throw new DecodeFailure(Reason.TOO_LARGE, path, actual + " " + what + "; at most " + most);
    }
  }
}
