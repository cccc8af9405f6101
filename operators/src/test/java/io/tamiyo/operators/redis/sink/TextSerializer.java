package io.tamiyo.operators.redis.sink;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Appends {@code stream=text} to a stream as its field {@code v}. */
public final class TextSerializer implements EntrySerializer<String> {
  private static final long serialVersionUID = 1L;

  @Override
  public StreamAppend serialize(String element) {
    String[] parts = element.split("=", 2);
    return StreamAppend.of(parts[0], Map.of("v", parts[1].getBytes(StandardCharsets.UTF_8)));
  }

  /** What can't be written to a stream whose name begins with side goes to another. */
  @Override
  public Optional<StreamAppend> instead(StreamAppend refused, String why) {
    return refused.stream().startsWith("side")
        ? Optional.of(StreamAppend.of("refused", refused.fields()))
        : Optional.empty();
  }
}
