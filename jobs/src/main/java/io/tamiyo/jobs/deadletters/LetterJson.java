package io.tamiyo.jobs.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.deadletters.StoredLetter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Dead letters as JSON objects. */
final class LetterJson {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private LetterJson() {}

  /** A group of letters. */
  static Map<String, Object> of(LetterGroups.Group group) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("cause", group.cause());
    if (!group.layer().isEmpty()) {
      object.put("layer", group.layer());
    }
    object.put("letters", group.letters());
    object.put("messages", group.messages());
    object.put("first", Times.utc(group.firstMs()));
    object.put("last", Times.utc(group.lastMs()));
    object.put("retry", LetterTables.words(group.policy()));
    object.put("newest", group.newest());
    object.put("why", group.detail());
    return object;
  }

  /**
   * One letter, with its original fields in base64.
   *
   * @param next not before when the job tries it again, if it does
   */
  static Map<String, Object> of(StoredLetter letter, Optional<Long> next) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", letter.id().toString());
    object.put("cause", letter.cause());
    object.put("why", letter.letter().detail());
    object.put("from", letter.letter().header().source());
    object.put("layer", letter.letter().layerId());
    object.put("stream", letter.letter().stream());
    object.put("entry_id", letter.letter().entryId());
    object.put("ordinal", letter.letter().ordinal());
    object.put("messages", letter.letter().count());
    object.put("replayed", letter.attempts());
    object.put("first", Times.utc(letter.first().ms()));
    object.put("last", Times.utc(letter.id().ms()));
    object.put("retry", LetterTables.words(letter.policy()));
    next.ifPresent(due -> object.put("next", Times.utc(due)));
    object.put("fields", letter.letter().fields());
    return object;
  }

  /** The text of a group, of several, or of a letter, in one line. */
  static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a letter can't be written as JSON", e);
    }
  }
}
