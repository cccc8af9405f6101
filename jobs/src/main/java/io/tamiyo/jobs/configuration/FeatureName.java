package io.tamiyo.jobs.configuration;

import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.config.FlagKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a flag is set of.
 *
 * @param feature one of them, or null for the switch of all
 */
record FeatureName(@Nullable Feature feature) {

  private static final String ALL = "all";

  /** The keys that make its flag. */
  List<String> keys() {
    List<ConfigOption<?>> options = new ArrayList<>();
    if (feature == null) {
      options.add(FlagKeys.ENABLED);
    } else {
      options.addAll(
          List.of(FlagKeys.percent(feature), FlagKeys.allow(feature), FlagKeys.block(feature)));
    }
    return options.stream().map(ConfigOption::key).toList();
  }

  /** Every name, for help. */
  static String names() {
    return Arrays.stream(Feature.values()).map(Feature::label).collect(Collectors.joining(", "))
        + " and "
        + ALL;
  }

  /** Reads a name. */
  static final class Converter implements ITypeConverter<FeatureName> {
    @Override
    public FeatureName convert(String text) {
      if (text.equals(ALL)) {
        return new FeatureName(null);
      }
      return new FeatureName(
          Feature.labelled(text)
              .orElseThrow(
                  () ->
                      new TypeConversionException(
                          "'" + text + "' is no feature; there are " + names())));
    }
  }
}
