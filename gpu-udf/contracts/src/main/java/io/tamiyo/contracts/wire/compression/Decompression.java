package io.tamiyo.contracts.wire.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Decompresses what others have sent; never beyond a bound, however little was sent. */
public final class Decompression {

  private Decompression() {}

  /** Opens the stream that decompresses. */
  private interface Opener {
    InputStream open(InputStream compressed) throws IOException;
  }

  /**
   * The content of one zstd frame. Its declared size is checked before anything is allocated.
   *
   * @throws DecodeFailure {@code TOO_LARGE} when it declares more than {@code maxBytes}, {@code
   *     CORRUPT_COMPRESSION} when it declares nothing or is damaged
   */
  public static byte[] zstd(byte[] frame, int maxBytes) throws DecodeFailure {
    long declared = frame.length == 0 ? -1 : Zstd.getFrameContentSize(frame);
    if (declared < 0) {
      throw corrupt("zstd frame without a declared size");
    }
    if (declared > maxBytes) {
      throw tooLarge("zstd frame of " + declared + " bytes", maxBytes);
    }
    byte[] content = new byte[(int) declared];
    try {
      long written = Zstd.decompress(content, frame);
      if (written != declared) {
        throw corrupt("zstd frame declares " + declared + " bytes and holds " + written);
      }
      return content;
    } catch (ZstdException e) {
      throw corrupt("zstd frame is damaged: " + e.getMessage());
    }
  }

  /**
   * The content of a zlib stream.
   *
   * @throws DecodeFailure {@code TOO_LARGE} as soon as it exceeds {@code maxBytes}, {@code
   *     CORRUPT_COMPRESSION} when it is damaged
   */
  public static byte[] zlib(byte[] compressed, int maxBytes) throws DecodeFailure {
    return inflate("zlib", InflaterInputStream::new, compressed, maxBytes);
  }

  /** As {@link #zlib} for gzip. */
  public static byte[] gzip(byte[] compressed, int maxBytes) throws DecodeFailure {
    return inflate("gzip", GZIPInputStream::new, compressed, maxBytes);
  }

  private static byte[] inflate(String name, Opener opener, byte[] compressed, int maxBytes)
      throws DecodeFailure {
    try (InputStream inflater = opener.open(new ByteArrayInputStream(compressed))) {
      byte[] content = inflater.readNBytes(maxBytes);
      if (inflater.read() >= 0) {
        throw tooLarge(name + " stream", maxBytes);
      }
      return content;
    } catch (IOException e) {
      throw corrupt(name + " stream is damaged: " + e.getMessage());
    }
  }

  private static DecodeFailure corrupt(String detail) {
    return new DecodeFailure(Reason.CORRUPT_COMPRESSION, "", detail);
  }

  private static DecodeFailure tooLarge(String what, int maxBytes) {
    return new DecodeFailure(Reason.TOO_LARGE, "", what + "; at most " + maxBytes);
  }
}
