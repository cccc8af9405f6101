package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import java.util.List;

/** Decides whether what an entry of the configuration stream says is set. */
record EntryJudge(LayerConfigs configs, EntryCodec codec) {

  /** Sets all of it, or nothing, and then returns what is refused. */
  List<Decoded.Bad> change(ConfigValues values, ConfigEntry entry) {
    EntryUpdates read = EntryUpdates.of(codec.read(entry.fields()));
    if (!read.refused().isEmpty()) {
      return read.refused();
    }
    return values
        .change(read.updates(), entry.time(), configs)
        .map(read::allRefused)
        .orElse(List.of());
  }
}
