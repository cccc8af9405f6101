package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.TransitionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Open requests in state, version 1: of a request and its plan what is needed to carry them out;
 * correlation and metadata of their headers are not kept.
 */
final class OpenRequestFormat {

  private OpenRequestFormat() {}

  static void write(OpenRequest open, DataOutputView target) throws IOException {
    StringValue.writeString(open.requestId(), target);
    StringValue.writeString(open.cause(), target);
    target.writeLong(open.since());
    target.writeBoolean(open.closed());
    TransitionRequest request = open.request();
    target.writeBoolean(request != null);
    if (request != null) {
      writeRequest(request, target);
    }
    Plan plan = open.plan();
    target.writeBoolean(plan != null);
    if (plan != null) {
      writePlan(plan, target);
    }
  }

  static OpenRequest read(DataInputView source) throws IOException {
    String requestId = StringValue.readString(source);
    String cause = StringValue.readString(source);
    long since = source.readLong();
    boolean closed = source.readBoolean();
    TransitionRequest request = source.readBoolean() ? readRequest(source) : null;
    Plan plan = source.readBoolean() ? readPlan(source) : null;
    return new OpenRequest(requestId, request, plan, cause, since, closed);
  }

  private static void writeRequest(TransitionRequest request, DataOutputView target)
      throws IOException {
    writeHeader(request.header(), target);
    StringValue.writeString(request.layerId(), target);
    target.writeByte(request.targetState().code());
    target.writeByte(request.fromStates().size());
    for (SeedState from : request.fromStates()) {
      target.writeByte(from.code());
    }
    target.writeInt(request.seedIds().size());
    for (int seed : request.seedIds()) {
      target.writeInt(seed);
    }
    writeNullable(request.minPerformance(), target);
    target.writeInt(request.batchSize());
    target.writeBoolean(request.force());
    StringValue.writeString(request.reason(), target);
  }

  private static TransitionRequest readRequest(DataInputView source) throws IOException {
    Header header = readHeader(source);
    String layerId = StringValue.readString(source);
    SeedState targetState = readState(source);
    Set<SeedState> fromStates = EnumSet.noneOf(SeedState.class);
    for (int left = source.readByte(); left > 0; left--) {
      fromStates.add(readState(source));
    }
    List<Integer> seedIds = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      seedIds.add(source.readInt());
    }
    Double minPerformance = source.readBoolean() ? (Double) source.readDouble() : null;
    return new TransitionRequest(
        header,
        layerId,
        targetState,
        fromStates,
        seedIds,
        minPerformance,
        source.readInt(),
        source.readBoolean(),
        StringValue.readString(source));
  }

  private static void writePlan(Plan plan, DataOutputView target) throws IOException {
    writeHeader(plan.header(), target);
    StringValue.writeString(plan.layerId(), target);
    StringValue.writeString(plan.requestId(), target);
    target.writeLong(plan.jobEpoch());
    target.writeByte(plan.targetState().code());
    target.writeInt(plan.targets().size());
    for (SeedTarget seed : plan.targets()) {
      target.writeInt(seed.seedId());
      target.writeLong(seed.revision().hostEpoch());
      target.writeLong(seed.revision().number());
    }
    target.writeBoolean(plan.force());
    StringValue.writeString(plan.reason(), target);
  }

  private static Plan readPlan(DataInputView source) throws IOException {
    Header header = readHeader(source);
    String layerId = StringValue.readString(source);
    String requestId = StringValue.readString(source);
    long jobEpoch = source.readLong();
    SeedState targetState = readState(source);
    List<SeedTarget> targets = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      int seed = source.readInt();
      targets.add(new SeedTarget(seed, new Revision(source.readLong(), source.readLong())));
    }
    return new Plan(
        header,
        layerId,
        requestId,
        jobEpoch,
        targetState,
        targets,
        source.readBoolean(),
        StringValue.readString(source));
  }

  private static void writeHeader(Header header, DataOutputView target) throws IOException {
    StringValue.writeString(header.messageId(), target);
    target.writeDouble(header.timestamp());
    StringValue.writeString(header.source(), target);
  }

  private static Header readHeader(DataInputView source) throws IOException {
    String messageId = StringValue.readString(source);
    double timestamp = source.readDouble();
    return Header.of(messageId, timestamp, StringValue.readString(source));
  }

  private static SeedState readState(DataInputView source) throws IOException {
    int code = source.readByte();
    return SeedState.ofCode(code)
        .orElseThrow(() -> new IOException("state of a layer names seed state " + code));
  }

  private static void writeNullable(@Nullable Double value, DataOutputView target)
      throws IOException {
    target.writeBoolean(value != null);
    if (value != null) {
      target.writeDouble(value);
    }
  }
}
