package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.Publications;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.Lane;
import io.tamiyo.host.telemetry.Publisher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Publishes what follows from records, and says up to which record Redis has it all. */
final class RecordPublisher {

  private final Publisher publisher;
  private final Publications publications;
  private final LayerChannels channels;
  private final Confirmations confirmations = new Confirmations();

  RecordPublisher(Publisher publisher, Publications publications, LayerChannels channels) {
    this.publisher = publisher;
    this.publications = publications;
    this.channels = channels;
  }

  /**
   * Publishes a durable record.
   *
   * @param published hears up to which record everything is published, whenever that moves; on the
   *     publisher's thread
   */
  void publish(LayerRecord layerRecord, LongConsumer published) {
    Map<Channel, List<Message>> byChannel = byChannel(layerRecord);
    if (byChannel.isEmpty()) {
      return;
    }
    long number = layerRecord.number();
    confirmations.expect(number, byChannel.size());
    byChannel.forEach(
        (channel, messages) ->
            publisher.publish(
                Lane.URGENT,
                channel,
                messages,
                () -> confirmations.confirm(number).ifPresent(published)));
  }

  /** Publishes a record that could not be made durable; nothing remembers whether it arrived. */
  void publishUnrecorded(LayerRecord layerRecord) {
    byChannel(layerRecord)
        .forEach((channel, messages) -> publisher.publish(Lane.URGENT, channel, messages));
  }

  private Map<Channel, List<Message>> byChannel(LayerRecord layerRecord) {
    Map<Channel, List<Message>> byChannel = new LinkedHashMap<>();
    for (Message message : publications.of(layerRecord)) {
      byChannel.computeIfAbsent(channels.of(message), channel -> new ArrayList<>()).add(message);
    }
    return byChannel;
  }
}
