package io.tamiyo.host.bench;

import io.tamiyo.host.kernel.ChunkLayout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A case of the kernel's benchmark.
 *
 * @param rows of a batch
 * @param layout features and seeds
 */
record LayerSize(int rows, ChunkLayout layout) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,7})x(\\d{1,7})x(\\d{1,7})");

  LayerSize {
    if (rows < 1) {
      throw new IllegalArgumentException("rows is %d, at least 1 is needed".formatted(rows));
    }
  }

  /**
   * Reads rows, features and seeds.
   *
   * @param text such as {@code 256x4096x1000}
   * @throws IllegalArgumentException if it has another form, or there are more seeds than features
   */
  static LayerSize parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "the case %s is not ROWSxFEATURESxSEEDS, for instance 256x4096x1000".formatted(text));
    }
    return new LayerSize(
        Integer.parseInt(parts.group(1)),
        new ChunkLayout(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))));
  }

  @Override
  public String toString() {
    return rows + "x" + layout.features() + "x" + layout.seeds();
  }
}
