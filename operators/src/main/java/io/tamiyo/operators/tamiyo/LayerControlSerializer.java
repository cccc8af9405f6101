package io.tamiyo.operators.tamiyo;

import io.tamiyo.operators.state.VersionedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** {@link LayerControl} in state: about 23 bytes a seed, and 8 for each measured metric of it. */
public final class LayerControlSerializer extends VersionedSerializer<LayerControl> {

  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;

  @Override
  protected int version() {
    return VERSION;
  }

  @Override
  protected void write(LayerControl value, DataOutputView target) throws IOException {
    value.view().write(target);
    List<OpenRequest> requests = value.requests().all();
    target.writeInt(requests.size());
    for (OpenRequest request : requests) {
      OpenRequestFormat.write(request, target);
    }
    target.writeLong(value.now());
    target.writeUTF(value.sight().name());
    target.writeBoolean(value.isQuiet());
  }

  @Override
  protected LayerControl read(int version, DataInputView source) throws IOException {
    LayerView view = LayerView.read(source);
    List<OpenRequest> requests = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      requests.add(OpenRequestFormat.read(source));
    }
    long now = source.readLong();
    Sight sight = Sight.valueOf(source.readUTF());
    return new LayerControl(view, RequestBook.of(requests), now, sight, source.readBoolean());
  }

  @Override
  public LayerControl createInstance() {
    return new LayerControl();
  }

  @Override
  public LayerControl copy(LayerControl from) {
    return from.copy();
  }

  @Override
  public TypeSerializerSnapshot<LayerControl> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints; each value carries its own version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LayerControl> {
    public Snapshot() {
      super(LayerControlSerializer::new);
    }
  }
}
