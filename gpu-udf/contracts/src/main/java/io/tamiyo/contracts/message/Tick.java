package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;

/** The job moves a silent layer's stream time on; its entry id says to when. */
@NativeOnly
public record Tick(Header header, String layerId) implements Message {

  public Tick {
    LayerId.require(layerId);
  }
}
