package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.tamiyo.contracts.message.AddedLater;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Measured;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.NativeOnly;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.wire.DecodeFailure;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A component of a message's record, as a field of a JSON object.
 *
 * @param wireName in snake case
 * @param type what it holds
 * @param kind how it is read and written
 * @param nullable whether it may be null or missing
 * @param nativeOnly whether only the native wire has it
 * @param measured whether it may be NaN or infinite
 * @param addedLater whether it is left out where it is null
 * @param accessor of the record
 * @param mapper for values of this type that are no scalars; asked only then, since it takes its
 *     time to learn a type
 */
record RecordField(
    String wireName,
    JavaType type,
    Kind kind,
    boolean nullable,
    boolean nativeOnly,
    boolean measured,
    boolean addedLater,
    Method accessor,
    ObjectMapper mapper) {

  private static final Set<String> SEED_FIELDS = Set.of("seed_id", "total_seeds", "active_seeds");

  /** How a component is read and written. */
  enum Kind {
    /** The header, whose fields stand in the message's own object. */
    HEADER,
    /** One nested message. */
    MESSAGE,
    /** A list of nested messages. */
    MESSAGES,
    /** Columns, which have a form of their own. */
    COLUMNS,
    /** A JSON object with any values. */
    OBJECT,
    /** Everything else. */
    VALUE
  }

  static RecordField of(RecordComponent component, ObjectMapper mapper) {
    JavaType type = mapper.constructType(component.getGenericType());
    return new RecordField(
        new PropertyNamingStrategies.SnakeCaseStrategy().translate(component.getName()),
        type,
        kindOf(type),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        component.isAnnotationPresent(NativeOnly.class),
        component.isAnnotationPresent(Measured.class),
        component.isAnnotationPresent(AddedLater.class),
        component.getAccessor(),
        mapper);
  }

  /** Whether it is a seed or a number of seeds. */
  boolean countsSeeds() {
    return SEED_FIELDS.contains(wireName);
  }

  /** The value of a node that is there and not null. */
  Object read(JsonNode node, String path) throws DecodeFailure {
    if (!measured) {
      FiniteCheck.require(node, path, holdsNumbers(type));
    }
    Object scalar = Scalars.read(node, type.getRawClass());
    if (scalar != null) {
      return scalar;
    }
    if (kind == Kind.VALUE && type.isContainerType()) {
      requireNoNullWithin(node, path);
    }
    try {
      return mapper.readerFor(type).readValue(node);
    } catch (IOException e) {
      throw Failures.ofBinding(path, e);
    }
  }

  private static Kind kindOf(JavaType type) {
    if (type.hasRawClass(Header.class)) {
      return Kind.HEADER;
    }
    if (type.isTypeOrSubTypeOf(Message.class)) {
      return Kind.MESSAGE;
    }
    if (type.hasRawClass(SeedColumns.class)) {
      return Kind.COLUMNS;
    }
    if (type.isCollectionLikeType() && type.getContentType().isTypeOrSubTypeOf(Message.class)) {
      return Kind.MESSAGES;
    }
    boolean anyValues = type.isMapLikeType() && type.getContentType().isJavaLangObject();
    return anyValues ? Kind.OBJECT : Kind.VALUE;
  }

  private static boolean holdsNumbers(JavaType type) {
    if (type.isContainerType()) {
      return holdsNumbers(type.getContentType());
    }
    return type.getRawClass().isRecord()
        || type.isPrimitive()
        || type.isTypeOrSubTypeOf(Number.class);
  }

  private static void requireNoNullWithin(JsonNode node, String path) throws DecodeFailure {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isNull()) {
        throw Failures.invalid(Paths.field(path, field.getKey()), "is null");
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      if (node.path(i).isNull()) {
        throw Failures.invalid(Paths.index(path, i), "is null");
      }
    }
  }
}
