package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shapes of the messages that have been met so far. */
final class RecordShapes {

  private final ObjectMapper mapper;
  private final RecordShape<Header> header;
  private final Map<Class<?>, RecordShape<? extends Message>> messages = new ConcurrentHashMap<>();

  RecordShapes(ObjectMapper mapper) {
    this.mapper = mapper;
    this.header = RecordShape.of(Header.class, mapper);
  }

  RecordShape<Header> header() {
    return header;
  }

  RecordShape<? extends Message> of(Class<? extends Message> kind) {
    return messages.computeIfAbsent(kind, unused -> RecordShape.of(kind, mapper));
  }
}
