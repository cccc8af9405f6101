package io.tamiyo.jobs.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, each column as wide as its widest cell, two spaces between them. A heading
 * that begins with {@code >} has its column flush right, as numbers are read best. Control
 * characters are shown as dots: what is in a cell may have come from anybody.
 */
public final class Table {

  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException unless there is a cell for each heading
   */
  public void row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + headings.size() + " headings");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(printable(String.valueOf(cell)));
    }
    rows.add(row);
  }

  /** The text on one line, without anything that a terminal would obey. */
  public static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "·");
  }

  /** The text, or its beginning and an ellipsis where it is longer. */
  public static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** Prints headings and rows. */
  public void print(PrintWriter out) {
    List<String> names = headings.stream().map(name -> name.replaceFirst("^>", "")).toList();
    int[] widths = new int[names.size()];
    measure(names, widths);
    rows.forEach(row -> measure(row, widths));
    out.println(line(names, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private static void measure(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      boolean flushRight = headings.get(i).startsWith(">");
      line.append(flushRight ? padding : "").append(row.get(i)).append(flushRight ? "" : padding);
      line.append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
