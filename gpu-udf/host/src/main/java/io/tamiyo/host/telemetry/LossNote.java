package io.tamiyo.host.telemetry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was given up and what of that was said, as it stands on disk beside the spool.
 *
 * @param producerEpoch of the process that began to count
 * @param dropping the segment whose records are counted here and which goes next; 0 for none
 * @param accounts one a channel
 */
record LossNote(long producerEpoch, long dropping, List<Account> accounts) {

  /**
   * A channel's.
   *
   * @param lost messages that were given up since the count began
   * @param said those of them that a gap event has told of which Redis has
   */
  record Account(Channel channel, long lost, long said) {}

  LossNote {
    accounts = List.copyOf(accounts);
  }

  boolean isSaid() {
    return accounts.stream().allMatch(account -> account.lost() == account.said());
  }

  byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream target = new DataOutputStream(bytes)) {
      target.writeLong(producerEpoch);
      target.writeLong(dropping);
      target.writeInt(accounts.size());
      for (Account account : accounts) {
        target.writeUTF(account.channel().stream());
        target.writeUTF(Optional.ofNullable(account.channel().layerId()).orElse(""));
        target.writeBoolean(account.channel().counted());
        target.writeLong(account.lost());
        target.writeLong(account.said());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when these are no such bytes
   */
  static LossNote decoded(byte[] bytes) throws IOException {
    DataInputStream source = new DataInputStream(new ByteArrayInputStream(bytes));
    long producerEpoch = source.readLong();
    long dropping = source.readLong();
    int count = source.readInt();
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String stream = source.readUTF();
      String layerId = source.readUTF();
      Channel channel =
          new Channel(stream, layerId.isEmpty() ? null : layerId, source.readBoolean());
      accounts.add(new Account(channel, source.readLong(), source.readLong()));
    }
    return new LossNote(producerEpoch, dropping, accounts);
  }
}
