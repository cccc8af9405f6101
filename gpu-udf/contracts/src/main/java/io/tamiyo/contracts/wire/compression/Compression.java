package io.tamiyo.contracts.wire.compression;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses as Python layers do. */
public final class Compression {

  private Compression() {}

  /** Opens the stream that compresses. */
  private interface Opener {
    OutputStream open(OutputStream compressed) throws IOException;
  }

  /** zlib at its default level, the only one whose header (78 9C) Python layers know. */
  public static byte[] zlib(byte[] plain) {
    return deflate(DeflaterOutputStream::new, plain);
  }

  /**
   * What a claim check holds under a label.
   *
   * @param label {@code zstd}, {@code gzip}, or null for no compression
   * @throws IllegalArgumentException for any other label
   */
  public static byte[] labelled(@Nullable String label, byte[] plain) {
    if (label == null) {
      return plain;
    }
    return switch (label) {
      case "zstd" -> Zstd.compress(plain);
      case "gzip" -> deflate(GZIPOutputStream::new, plain);
      default ->
          throw new IllegalArgumentException("compression is neither zstd nor gzip: " + label);
    };
  }

  private static byte[] deflate(Opener opener, byte[] plain) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream deflater = opener.open(compressed)) {
      deflater.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed", e);
    }
    return compressed.toByteArray();
  }
}
