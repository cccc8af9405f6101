package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.EncodedMessages;
import io.tamiyo.contracts.wire.Encoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reports as a record of the spool: a version, the channel, and the payload with its kind. */
final class SpoolCodec {

  private static final int VERSION = 1;

  private SpoolCodec() {}

  /** Reports as they are kept. */
  static byte[] write(Channel channel, EncodedMessages content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.payload().length + 128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(channel.stream());
      String layerId = channel.layerId();
      out.writeUTF(layerId == null ? "" : layerId);
      out.writeBoolean(channel.counted());
      out.writeUTF(content.type());
      out.writeInt(content.count());
      out.writeUTF(content.encoding().wireName());
      out.writeInt(content.plainBytes());
      out.write(content.payload());
    } catch (IOException impossible) {
      throw new UncheckedIOException("reports can't be written to memory", impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Reports as they were kept.
   *
   * @param confirmed is run once Redis has them
   * @throws IOException when this is no such record
   */
  static SpooledReports read(byte[] bytes, Runnable confirmed) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("reports of an unknown version: " + version);
      }
      String stream = in.readUTF();
      String layerId = in.readUTF();
      Channel channel = new Channel(stream, layerId.isEmpty() ? null : layerId, in.readBoolean());
      String type = in.readUTF();
      int count = in.readInt();
      String encoding = in.readUTF();
      EncodedMessages content =
          new EncodedMessages(
              type,
              count,
              Encoding.named(encoding)
                  .orElseThrow(() -> new IOException("an unknown encoding: " + encoding)),
              in.readInt(),
              in.readAllBytes());
      return new SpooledReports(channel, content, confirmed);
    } catch (IllegalArgumentException wrong) {
      throw new IOException("no reports: " + wrong.getMessage(), wrong);
    }
  }
}
