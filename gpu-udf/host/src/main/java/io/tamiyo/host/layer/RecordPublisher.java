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
import java.util.function.Consumer;
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
   * Publishes a durable record, as soon as it can be told how it was put in force.
   *
   * @param published hears up to which record everything is published, whenever that moves; on the
   *     publisher's thread
   * @return to be told once what the acknowledgement tells beside the record
   */
  Consumer<Map<String, Object>> expect(LayerRecord layerRecord, LongConsumer published) {
    int channels = byChannel(layerRecord, Map.of()).size();
    if (channels == 0) {
      return told -> {};
    }
    confirmations.expect(layerRecord.number(), channels);
    return told -> publish(layerRecord, told, published);
  }

  private void publish(LayerRecord layerRecord, Map<String, Object> told, LongConsumer published) {
    long number = layerRecord.number();
    byChannel(layerRecord, told)
        .forEach(
            (channel, messages) ->
                publisher.publish(
                    Lane.URGENT,
                    channel,
                    messages,
                    () -> confirmations.confirm(number).ifPresent(published)));
  }

  /** Publishes a record that could not be made durable; nothing remembers whether it arrived. */
  void publishUnrecorded(LayerRecord layerRecord) {
    byChannel(layerRecord, Map.of())
        .forEach((channel, messages) -> publisher.publish(Lane.URGENT, channel, messages));
  }

  private Map<Channel, List<Message>> byChannel(LayerRecord layerRecord, Map<String, Object> told) {
    Map<Channel, List<Message>> byChannel = new LinkedHashMap<>();
    for (Message message : publications.of(layerRecord, told)) {
      byChannel.computeIfAbsent(channels.of(message), channel -> new ArrayList<>()).add(message);
    }
    return byChannel;
  }
}
