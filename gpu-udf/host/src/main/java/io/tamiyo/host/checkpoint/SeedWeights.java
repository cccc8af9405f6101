package io.tamiyo.host.checkpoint;

import io.tamiyo.host.blueprint.Blueprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What one seed needs of weights to be put in force elsewhere.
 *
 * @param named the blueprint that it names, if that is kept
 * @param live what it had learned since, if that is known
 */
public record SeedWeights(Optional<Blueprint> named, Optional<LiveWeights> live) {

  /** None. */
  public static final SeedWeights NONE = new SeedWeights(Optional.empty(), Optional.empty());

  /** As bytes; none are as few as there can be. */
  public byte[] encoded() {
    if (equals(NONE)) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream target = new DataOutputStream(bytes)) {
      target.writeBoolean(named.isPresent());
      if (named.isPresent()) {
        WeightsCodec.write(named.get(), target);
      }
      WeightsCodec.write(live.map(List::of).orElse(List.of()), target);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * From bytes.
   *
   * @throws IllegalArgumentException when they are none, or hold what this release does not know
   */
  public static SeedWeights decoded(byte[] bytes) {
    if (bytes.length == 0) {
      return NONE;
    }
    DataInputStream source = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      Optional<Blueprint> named =
          source.readBoolean() ? Optional.of(WeightsCodec.readBlueprint(source)) : Optional.empty();
      return new SeedWeights(named, WeightsCodec.readLive(source).stream().findFirst());
    } catch (IOException broken) {
      throw new IllegalArgumentException("the weights of a seed: " + broken.getMessage(), broken);
    }
  }
}
