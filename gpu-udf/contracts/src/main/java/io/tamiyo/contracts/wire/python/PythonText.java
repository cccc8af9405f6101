package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;

/** JSON as Python's {@code json.dumps} lays it out: ASCII, with a space after comma and colon. */
public final class PythonText {

  private final ObjectWriter writer;

  /** Text by this mapper, which must write bare NaN. */
  public PythonText(ObjectMapper mapper) {
    this.writer = mapper.writer(new Spaces());
  }

  /** The text, one byte a character. */
  public byte[] of(JsonNode node) {
    try {
      return writer.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("message cannot be written: " + e.getMessage(), e);
    }
  }

  private static final class Spaces extends MinimalPrettyPrinter {

    private static final long serialVersionUID = 1;

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
      out.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(", ");
    }
  }
}
