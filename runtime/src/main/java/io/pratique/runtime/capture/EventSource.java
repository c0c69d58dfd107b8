package io.pratique.runtime.capture;

import java.io.IOException;

/**
 * A stream of events: a capture, a sensor, a simulation. It belongs to one thread.
 *
 * <p>What the system was like before the first event (processes, descriptors, users, network
 * interfaces) goes to a {@link SystemListener} by {@link #next}, in front of the event that follows
 * it. A stream may do so again in its midst: captures may be joined.
 */
public interface EventSource extends AutoCloseable {
    /**
     * Moves to the next event.
     *
     * @return false at the end of the stream
     * @throws InvalidCapture when the stream is broken; it cannot go on then
     */
    boolean next(SystemListener listener) throws IOException;

    /** The current event, always the same object. */
    RawEvent event();

    @Override
    void close() throws IOException;
}
