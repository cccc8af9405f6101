package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.DecodeFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a wire differs from the plain form of messages, in which every component is a field in snake
 * case.
 */
public interface Dialect {

  /** Whether messages of this kind are on the wire. */
  boolean has(Class<? extends Message> kind);

  /**
   * The plain form of a message that was read; the tree may be changed.
   *
   * @param nativeOnly the fields that only the native wire has
   * @param path for failures
   */
  ObjectNode toPlain(String type, ObjectNode read, Set<String> nativeOnly, String path)
      throws DecodeFailure;

  /** The form on this wire; the tree may be changed. */
  ObjectNode fromPlain(String type, ObjectNode plain, Set<String> nativeOnly);

  /** What a missing field means, or null when it must not be missing. */
  @Nullable JsonNode whenMissing(String type, String field);

  /** The native wire: the plain form. */
  Dialect PLAIN =
      new Dialect() {
        @Override
        public boolean has(Class<? extends Message> kind) {
          return true;
        }

        @Override
        public ObjectNode toPlain(
            String type, ObjectNode read, Set<String> nativeOnly, String path) {
          return read;
        }

        @Override
        public ObjectNode fromPlain(String type, ObjectNode plain, Set<String> nativeOnly) {
          return plain;
        }

        @Override
        public @Nullable JsonNode whenMissing(String type, String field) {
          return switch (field) {
            case "source" -> TextNode.valueOf("");
            case "version" -> TextNode.valueOf(Header.VERSION);
            default -> null;
          };
        }
      };
}
