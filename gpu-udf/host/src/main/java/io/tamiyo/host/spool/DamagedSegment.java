package io.tamiyo.host.spool;

import java.io.IOException;

/** Records are not as they were written; what stands behind them in their segment is lost too. */
public final class DamagedSegment extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedSegment(String message) {
    super(message);
  }
}
