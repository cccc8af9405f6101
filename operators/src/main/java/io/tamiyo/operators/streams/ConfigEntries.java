package io.tamiyo.operators.streams;

import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.EntryDeserializer;
import io.tamiyo.operators.redis.source.GapKind;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the entries of the configuration stream to every subtask, and the word that its end was
 * reached, or that it is another stream.
 */
public final class ConfigEntries implements EntryDeserializer<ConfigEntry> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ConfigEntries.class);

  @Override
  public void deserialize(StreamEntry entry, Collector<ConfigEntry> out) {
    out.collect(ConfigEntry.of(entry.stream(), entry.ms(), entry.seq(), entry.fields()));
  }

  /** Options that were lost keep their last value: nobody but their author can set them again. */
  @Override
  public void gap(StreamGap gap, Collector<ConfigEntry> out) {
    LOG.error("{}; set the options of the last changes again", gap.describe());
    if (gap.kind() == GapKind.RECREATED) {
      out.collect(
          ConfigEntry.recreated(gap.stream(), new StreamId(gap.resumeMs(), gap.resumeSeq())));
    }
  }

  @Override
  public void caughtUp(String stream, StreamId at, Collector<ConfigEntry> out) {
    out.collect(ConfigEntry.caughtUp(stream, at));
  }

  @Override
  public TypeInformation<ConfigEntry> getProducedType() {
    return TypeInformation.of(ConfigEntry.class);
  }
}
