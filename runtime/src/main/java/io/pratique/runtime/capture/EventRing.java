package io.pratique.runtime.capture;

import java.io.IOException;
import java.util.Arrays;

/**
 * The last events of a stream, so that what led to a detection can be written with it. Bounded in
 * number and in bytes; the oldest go first. Nothing is allocated once it is full.
 */
public final class EventRing {
    private final byte[] bytes;
    private final Slot[] slots;
    private final RawEvent replayed;
    private int first;
    private int count;
    private int end;
    private long tooLarge;

    private static final class Slot {
        private int type;
        private long number;
        private long time;
        private long tid;
        private int cpu;
        private int parameters;
        private int start;
        private int[] lengths = new int[16];
    }

    /**
     * An empty ring.
     *
     * @param events at most so many are kept
     * @param size bytes for their parameters
     */
    public EventRing(int events, int size) {
        bytes = new byte[size];
        slots = new Slot[events];
        Arrays.setAll(slots, _ -> new Slot());
        replayed = new RawEvent(EventLayouts.standard().at(0));
    }

    /** The number of events that are kept. */
    public int size() {
        return count;
    }

    /** Events that were not kept because one alone would not fit. */
    public long tooLarge() {
        return tooLarge;
    }

    /** Keeps a copy of an event. */
    public void add(RawEvent event) {
        int size = 0;
        for (int i = 0; i < event.count(); i++) {
            size += event.length(i);
        }
        if (size > bytes.length) {
            tooLarge++;
            return;
        }
        if (end + size > bytes.length) {
            // What is left at the end of the array stays unused in this round.
            while (count > 0 && slots[first].start >= end) {
                drop();
            }
            end = 0;
        }
        while (count > 0
                && (count == slots.length
                        || (slots[first].start >= end && slots[first].start < end + size))) {
            drop();
        }
        Slot slot = slots[(first + count) % slots.length];
        slot.type = event.type().number();
        slot.number = event.number();
        slot.time = event.time();
        slot.tid = event.tid();
        slot.cpu = event.cpu();
        slot.parameters = event.count();
        slot.start = end;
        if (slot.lengths.length < event.count()) {
            slot.lengths = new int[RawEvent.MAX_PARAMETERS];
        }
        int at = end;
        for (int i = 0; i < event.count(); i++) {
            int length = event.length(i);
            System.arraycopy(event.bytes(i), event.offset(i), bytes, at, length);
            slot.lengths[i] = length;
            at += length;
        }
        end = at;
        count++;
    }

    private void drop() {
        first = (first + 1) % slots.length;
        count--;
        if (count == 0) {
            first = 0;
            end = 0;
        }
    }

    /** Takes an event that was kept. */
    @FunctionalInterface
    public interface Receiver {
        void event(RawEvent event) throws IOException;
    }

    /** Gives the events, the oldest first; each is good until the next. */
    public void forEach(Receiver receiver) throws IOException {
        for (int i = 0; i < count; i++) {
            Slot slot = slots[(first + i) % slots.length];
            replayed.begin(
                    EventLayouts.standard().at(slot.type),
                    slot.number,
                    slot.time,
                    slot.cpu,
                    slot.tid);
            int at = slot.start;
            for (int j = 0; j < slot.parameters; j++) {
                replayed.add(bytes, at, slot.lengths[j]);
                at += slot.lengths[j];
            }
            receiver.event(replayed);
        }
    }
}
