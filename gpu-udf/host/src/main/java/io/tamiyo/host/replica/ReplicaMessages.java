package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import java.util.List;

/** The kinds of message that replicas of a layer send to each other. */
public final class ReplicaMessages implements MessageTypes.Provider {

  @Override
  public List<Class<? extends Message>> messageTypes() {
    return List.of(ReplicaUpdate.class, ReplicaBase.class, ReplicaReport.class, ReplicaJoin.class);
  }
}
