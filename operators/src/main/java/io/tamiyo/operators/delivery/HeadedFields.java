package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.operators.redis.source.FieldMap;
import java.util.Map;

/** The fields of an entry whose head is known. */
final class HeadedFields extends FieldMap {

  private final EntryHead head;

  /**
   * @param values all of them, those of the head too; kept, the caller hands them over
   */
  HeadedFields(EntryHead head, byte[][] values) {
    super(head.shape(), values);
    this.head = head;
  }

  /** The header of an entry, of which only that is read which its head does not tell. */
  static EntryHeader header(Map<String, byte[]> fields) throws DecodeFailure {
    return fields instanceof HeadedFields headed
        ? headed.head.header(headed)
        : EntryHeaders.read(fields);
  }
}
