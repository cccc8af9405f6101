package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tamiyo.contracts.message.AlertType;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.message.TelemetryWindow;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.columnar.ColumnsSerializer;

/**
 * Jackson as the wires need it. Scalars are strict: text is no number, a number is no text, a
 * fraction is no whole number, null is no primitive. Bare NaN and Infinity are read, so that the
 * failure can say which field had them.
 */
public final class Mappers {

  private static final int MAX_NUMBER_LENGTH = 64;
  private static final int MAX_NAME_LENGTH = 512;

  /** Bounds the memory that a tree takes: an empty object is two bytes, but a hundred as a node. */
  private static final long MAX_TOKENS = 4_000_000;

  private Mappers() {}

  /** Constants of these enums are lower case on the wire. */
  @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
  private interface LowerCase {}

  @JsonFormat(shape = Shape.ARRAY)
  @JsonPropertyOrder({"start", "end"})
  private interface StartAndEnd {}

  /** JSON; what is not finite is written as text, as RFC 8259 has no number for it. */
  public static ObjectMapper json(WireLimits limits) {
    return configured(JsonMapper.builder(jsonFactory(limits).build()));
  }

  /** JSON with bare NaN and Infinity, as Python writes and expects it. */
  public static ObjectMapper jsonWithBareNan(WireLimits limits) {
    JsonFactory factory =
        jsonFactory(limits).disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();
    return configured(JsonMapper.builder(factory));
  }

  /** CBOR (RFC 8949). */
  public static ObjectMapper cbor(WireLimits limits) {
    CBORFactory factory =
        CBORFactory.builder()
            .streamReadConstraints(constraints(limits))
            .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
            .build();
    return configured(CBORMapper.builder(factory));
  }

  private static JsonFactoryBuilder jsonFactory(WireLimits limits) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(constraints(limits))
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  private static StreamReadConstraints constraints(WireLimits limits) {
    return StreamReadConstraints.builder()
        .maxDocumentLength(limits.maxPayloadBytes())
        .maxTokenCount(MAX_TOKENS)
        .maxNestingDepth(limits.maxDepth())
        .maxStringLength(limits.maxPayloadBytes())
        .maxNumberLength(MAX_NUMBER_LENGTH)
        .maxNameLength(MAX_NAME_LENGTH)
        .build();
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> ObjectMapper configured(
      B builder) {
    return builder
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .withCoercionConfig(LogicalType.Textual, Mappers::refuseScalars)
        .addMixIn(Priority.class, LowerCase.class)
        .addMixIn(Severity.class, LowerCase.class)
        .addMixIn(AlertType.class, LowerCase.class)
        .addMixIn(GraftingStrategy.class, LowerCase.class)
        .addMixIn(TelemetryWindow.class, StartAndEnd.class)
        .addModule(new SimpleModule().addSerializer(SeedColumns.class, new ColumnsSerializer()))
        .build();
  }

  private static void refuseScalars(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }
}
