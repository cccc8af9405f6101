package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.io.IOException;

/** Turns what Jackson and the records' constructors say into the one failure of decoding. */
public final class Failures {

  private static final int MAX_DETAIL = 300;

  private Failures() {}

  /** A payload that could not be parsed. */
  public static DecodeFailure ofParsing(IOException failure) {
    Reason reason =
        failure instanceof StreamConstraintsException ? Reason.TOO_LARGE : Reason.MALFORMED_PAYLOAD;
    return new DecodeFailure(reason, "", detailOf(failure));
  }

  /**
   * A value that could not be bound.
   *
   * @param path of the value; the path within it is added
   */
  static DecodeFailure ofBinding(String path, IOException failure) {
    String full = path;
    if (failure instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        full =
            step.getFieldName() == null
                ? Paths.index(full, step.getIndex())
                : Paths.field(full, step.getFieldName());
      }
    }
    return new DecodeFailure(Reason.INVALID_MESSAGE, full, detailOf(failure));
  }

  /** A value that a record's constructor refuses. */
  static DecodeFailure ofValidation(String path, Throwable failure) {
    return invalid(path, shortened(String.valueOf(failure.getMessage())));
  }

  /** A value that is not what it should be. */
  public static DecodeFailure invalid(String path, String detail) {
    return new DecodeFailure(Reason.INVALID_MESSAGE, path, detail);
  }

  private static String detailOf(IOException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof IllegalArgumentException || cause instanceof NullPointerException) {
      return shortened(String.valueOf(cause.getMessage()));
    }
    String message =
        failure instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : failure.getMessage();
    return shortened(String.valueOf(message));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "…";
  }
}
