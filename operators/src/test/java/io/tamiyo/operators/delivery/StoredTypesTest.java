package io.tamiyo.operators.delivery;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;

import org.junit.jupiter.api.Test;

class StoredTypesTest {

  @Test
  void shufflesEntriesAsPojos() {
    assertSerializedAsPojoWithoutKryo(InboundEntry.class);
  }

  @Test
  void shufflesWhatIsAppendedAsPojos() {
    assertSerializedAsPojoWithoutKryo(Outbound.class);
  }

  @Test
  void storesLedgerTermsAsPojos() {
    assertSerializedAsPojoWithoutKryo(LedgerTerms.class);
  }
}
