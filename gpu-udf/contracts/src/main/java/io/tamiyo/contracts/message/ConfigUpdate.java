package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An option takes another value while the job runs.
 *
 * @param layerId the layer, or null for all
 * @param key the option
 * @param value its value as text, or null for its default
 */
@NativeOnly
public record ConfigUpdate(
    Header header, @Nullable String layerId, String key, @Nullable String value)
    implements Message {

  public ConfigUpdate {
    if (layerId != null) {
      LayerId.require(layerId);
    }
    Objects.requireNonNull(key, "key is missing");
  }
}
