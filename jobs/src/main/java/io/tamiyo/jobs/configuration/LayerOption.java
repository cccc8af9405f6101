package io.tamiyo.jobs.configuration;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.operators.config.ConfigValues;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whom a value concerns. */
final class LayerOption {

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  private @Nullable String layer;

  @Option(names = "--layer", paramLabel = "LAYER", description = "Of this layer. Default: of all.")
  void layer(String id) {
    if (!LayerId.isValid(id)) {
      throw new ParameterException(
          spec.commandLine(),
          "--layer is \"" + id + "\"; a layer's id is 1 to 128 of A-Z a-z 0-9 _ . -");
    }
    layer = id;
  }

  /** The layer, or null for all. */
  @Nullable String id() {
    return layer;
  }

  /** Its place among the values. */
  String place() {
    return layer == null ? ConfigValues.ALL : layer;
  }

  /** For a person. */
  String told() {
    return told(place());
  }

  static String told(String place) {
    return place.equals(ConfigValues.ALL) ? "all layers" : "layer " + place;
  }
}
