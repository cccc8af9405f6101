package io.tamiyo.contracts.message;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component, or a whole kind of message, that only the native wire knows. Python layers drop a
 * message with an unknown field, so the python-1.0 wire leaves it out when writing and takes its
 * default when reading.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.TYPE,
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER
})
public @interface NativeOnly {}
