package io.tamiyo.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightCodecTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(BlueprintKind.class)
  void keepsEveryKindBitByBit(BlueprintKind kind) {
    WeightFiles files = new WeightFiles(directory, true);
    Blueprint blueprint = Blueprint.random(kind, 3, new SplittableRandom(1));

    files.put(blueprint.id(), blueprint);
    files.put(blueprint.id(), blueprint);

    assertThat(files.get(blueprint.id())).contains(blueprint);
    assertThat(files.get("bp-0")).isEmpty();
  }

  @Test
  void writesTheFormatThatItsDocumentationPromises() {
    byte[] bytes =
        WeightCodec.encode(Blueprint.of(BlueprintKind.SCALE, 1, new float[] {1})).array();

    assertThat(HexFormat.of().formatHex(bytes))
        .startsWith("544d59570000000100000001" + "0000000100000001" + "3f800000")
        .hasSize(56);
  }

  @Test
  void readsWhatTheFirstFormatHasLeft() throws IOException {
    ByteBuffer old = ByteBuffer.allocate(20);
    old.putFloat(1.5f).putFloat(-2).putFloat(0.25f).putFloat(0);
    CRC32C checksum = new CRC32C();
    checksum.update(old.duplicate().flip());
    old.putInt((int) checksum.getValue());
    Files.write(directory.resolve("bp-1"), old.array());

    assertThat(new WeightFiles(directory, false).get("bp-1"))
        .contains(Blueprint.of(new float[] {1.5f, -2}, new float[] {0.25f, 0}));
  }

  @RandomSeeds
  void noticesEveryFlippedBit(long randomSeed) throws IOException {
    WeightFiles files = new WeightFiles(directory, false);
    Blueprint blueprint =
        Blueprint.random(BlueprintKind.MODULE, 2, new SplittableRandom(randomSeed));
    files.put("bp-1", blueprint);
    Path file = directory.resolve("bp-1");
    byte[] bytes = Files.readAllBytes(file);
    int bit = new SplittableRandom(randomSeed).nextInt(8 * bytes.length);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    Files.write(file, bytes);

    assertThatThrownBy(() -> files.get("bp-1"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("not as it was written (checksum)");
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatThrownBy(() -> WeightCodec.decode(ByteBuffer.allocate(3))).hasMessage("checksum");
    assertThatThrownBy(() -> WeightCodec.decode(sealed())).hasMessage("length");
    assertThatThrownBy(() -> WeightCodec.decode(sealed(0x544D5957, 9, 0, 0, 0)))
        .hasMessage("version 9 of the format, known is 1");
    assertThatThrownBy(() -> WeightCodec.decode(sealed(0x544D5957, 1, 77, 0, 0)))
        .hasMessage("unknown kind 77");
    assertThatThrownBy(() -> WeightCodec.decode(sealed(0x544D5957, 1, 0, 1, 2, 0)))
        .hasMessage("2 weights in 4 bytes");
    assertThatThrownBy(() -> WeightCodec.decode(sealed(0x544D5957, 1, 0, 1, 1, 0)))
        .hasMessageContaining("cannot have 1 weights");
  }

  private static ByteBuffer sealed(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length + 4);
    for (int word : words) {
      bytes.putInt(word);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().flip());
    return bytes.putInt((int) checksum.getValue()).flip();
  }
}
