package io.tamiyo.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.PythonWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTypesTest {

  /** A kind that this project does not have; its provider is registered for the service loader. */
  public record PowerReading(
      Header header, String layerId, @Measured Map<String, Double> watts, Tick nested)
      implements Message {}

  /** Registers {@link PowerReading}. */
  public static final class PowerProvider implements MessageTypes.Provider {
    @Override
    public List<Class<? extends Message>> messageTypes() {
      return List.of(PowerReading.class);
    }
  }

  private static final PowerReading READING =
      new PowerReading(
          Fixtures.header("p-1", Fixtures.seconds(2)),
          "layer-1",
          Map.of("gpu", Double.NaN),
          Fixtures.tick("layer-1", Fixtures.seconds(1)));

  @Test
  void findsKindsThatOthersRegister() {
    assertThat(MessageTypes.discovered().named("PowerReading")).hasValue(PowerReading.class);
    assertThat(MessageTypes.builtIn().named("PowerReading")).isEmpty();
  }

  @Test
  void carriesARegisteredKindOverTheNativeWire() {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      var fields = writer.write(Fixtures.entry("PowerReading", "layer-1", 1), List.of(READING));
      assertThat(reader(MessageTypes.discovered()).read(fields))
          .containsExactly(new Decoded.Good(READING));
      assertThat(reader(MessageTypes.builtIn()).read(fields))
          .singleElement()
          .isInstanceOf(Decoded.Bad.class);
    }
  }

  @Test
  void doesNotCarryNativeKindsOverThePythonWireInsideOthers() {
    assertThatThrownBy(() -> new PythonWriter().write(READING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tick");
    String json =
        "{\"message_type\":\"PowerReading\",\"layer_id\":\"a\",\"watts\":{},"
            + "\"nested\":{\"message_type\":\"Heartbeat\"}}";
    Decoded decoded =
        reader(MessageTypes.discovered())
            .read(Map.of(EntryFields.DATA, json.getBytes(UTF_8)))
            .get(0);
    assertThat(((Decoded.Bad) decoded).failure()).hasMessage("nested: is a Heartbeat, no Tick");
  }

  @Test
  void refusesKindsWhoseNameIsTakenOrThatAreNoRecords() {
    MessageTypes types = MessageTypes.discovered();
    assertThatThrownBy(() -> types.with(List.of(PowerReading.class)))
        .hasMessageContaining("PowerReading");
    assertThatThrownBy(() -> types.with(List.of(Command.class))).hasMessageContaining("no");
  }

  private static WireReader reader(MessageTypes types) {
    return new WireReader(WireLimits.DEFAULTS, types, ClaimCheckStore.none());
  }
}
