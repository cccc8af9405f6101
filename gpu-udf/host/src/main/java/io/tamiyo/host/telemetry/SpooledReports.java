package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.NativeWriter;

/** Reports that were on disk. */
record SpooledReports(Channel channel, EncodedMessages content, Runnable confirmed)
    implements Sendable {

  @Override
  public Lane lane() {
    return Lane.TELEMETRY;
  }

  @Override
  public int count() {
    return content.count();
  }

  @Override
  public long acknowledgements() {
    return 0;
  }

  @Override
  public EncodedMessages encode(NativeWriter writer) {
    return content;
  }
}
