package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An option takes another value while the job runs. Who set it is the header's source, why stands
 * in its metadata; the id of its entry is the version that the configuration has from it on. The
 * updates of one entry hold together or not at all.
 *
 * @param layerId the layer, or null for all
 * @param key the option
 * @param value its value as text, or null for its default
 * @param effectiveFrom seconds since the epoch, in the time of the layers' streams, from which it
 *     holds; null for at once
 */
@NativeOnly
public record ConfigUpdate(
    Header header,
    @Nullable String layerId,
    String key,
    @Nullable String value,
    @AddedLater @Nullable Double effectiveFrom)
    implements Message {

  public ConfigUpdate {
    if (layerId != null) {
      LayerId.require(layerId);
    }
    Objects.requireNonNull(key, "key is missing");
    if (effectiveFrom != null && !(effectiveFrom >= 0 && effectiveFrom < Integer.MAX_VALUE * 4.0)) {
      throw new IllegalArgumentException(
          "effective_from is not in seconds since the epoch: " + effectiveFrom);
    }
  }

  /** An option takes another value at once. */
  public ConfigUpdate(Header header, @Nullable String layerId, String key, @Nullable String value) {
    this(header, layerId, key, value, null);
  }
}
