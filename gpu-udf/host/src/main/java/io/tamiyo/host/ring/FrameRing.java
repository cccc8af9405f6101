package io.tamiyo.host.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames of one size on their way from one thread to one other, in memory outside of the heap that
 * is there from the beginning. Neither side ever waits, allocates or calls the system: a writer
 * that finds no free frame is told so, which is counted, and a reader has to look by itself.
 *
 * <p>The writer {@link #claim}s a frame, writes to {@link #memory} from {@link #start} on, and
 * {@link #publish}es it; one that is claimed and not published is claimed again. The reader {@link
 * #peek}s, reads, and {@link #release}s.
 */
public final class FrameRing {

  /** No frame. */
  public static final int NONE = -1;

  private final ByteBuffer memory;
  private final int frames;
  private final int frameBytes;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /**
   * @param frames how many can wait
   * @param frameBytes the size of one
   * @throws ArithmeticException if they don't fit into 2 GiB together
   */
  public FrameRing(int frames, int frameBytes) {
    if (frames < 1 || frameBytes < 1) {
      throw new IllegalArgumentException(
          "a ring of %d frames of %d bytes".formatted(frames, frameBytes));
    }
    this.frames = frames;
    this.frameBytes = frameBytes;
    this.memory =
        ByteBuffer.allocateDirect(Math.multiplyExact(frames, frameBytes))
            .order(ByteOrder.nativeOrder());
  }

  /** All frames; for absolute reads and writes. */
  public ByteBuffer memory() {
    return memory;
  }

  /** Where a frame begins in the memory. */
  public int start(int frame) {
    return frame * frameBytes;
  }

  /** The frame to write next, or {@link #NONE} if all wait to be read; for the writer. */
  public int claim() {
    long next = written.getPlain();
    if (next - read.getAcquire() == frames) {
      refused.setRelease(refused.getPlain() + 1);
      return NONE;
    }
    return frame(next);
  }

  /** Hands over the frame that was claimed; for the writer. */
  public void publish() {
    written.setRelease(written.getPlain() + 1);
  }

  /** The oldest frame that was handed over, or {@link #NONE}; for the reader. */
  public int peek() {
    long next = read.getPlain();
    return next == written.getAcquire() ? NONE : frame(next);
  }

  /** Lets the frame go that was peeked at; for the reader. */
  public void release() {
    read.setRelease(read.getPlain() + 1);
  }

  /** How often the writer found no free frame; any thread may ask. */
  public long refused() {
    return refused.getAcquire();
  }

  private int frame(long number) {
    return (int) (number % frames);
  }
}
