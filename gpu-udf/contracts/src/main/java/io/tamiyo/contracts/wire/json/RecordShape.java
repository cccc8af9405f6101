package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.wire.DecodeFailure;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record class, taken apart once. */
final class RecordShape<T> {

  private final Constructor<T> constructor;
  private final List<RecordField> fields;
  private final Set<String> nativeOnly;

  private RecordShape(Constructor<T> constructor, List<RecordField> fields) {
    this.constructor = constructor;
    this.fields = fields;
    this.nativeOnly =
        fields.stream()
            .filter(RecordField::nativeOnly)
            .map(RecordField::wireName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The shape of a record class, which may be a private one.
   *
   * @throws IllegalArgumentException when the class is no record
   */
  static <T> RecordShape<T> of(Class<T> type, ObjectMapper mapper) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException("not a record: " + type.getName());
    }
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      List<RecordField> fields =
          Arrays.stream(components).map(component -> RecordField.of(component, mapper)).toList();
      fields.forEach(field -> field.accessor().setAccessible(true));
      return new RecordShape<>(constructor, fields);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }

  List<RecordField> fields() {
    return fields;
  }

  /** The names of the fields that only the native wire has. */
  Set<String> nativeOnly() {
    return nativeOnly;
  }

  /**
   * A record with these values, in the order of the fields.
   *
   * @throws DecodeFailure {@code INVALID_MESSAGE} when the constructor refuses them
   */
  T create(@Nullable Object[] values, String path) throws DecodeFailure {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw Failures.ofValidation(path, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create " + constructor.getDeclaringClass(), e);
    }
  }

  /** The value of a field of a record of this shape. */
  static @Nullable Object value(RecordField field, Object instance) {
    try {
      return field.accessor().invoke(instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field.accessor(), e);
    }
  }
}
