package io.pratique.runtime.capture;

/**
 * What a reader came across.
 *
 * @param events all that were recorded, those that are not delivered included
 * @param delivered given out by {@link EventSource#next}
 * @param unknownEvents of types that this version does not know; passed over
 * @param unknownBlocks of types that this version does not know; passed over
 * @param forgotten entered calls that were not held because too many threads had one
 */
public record CaptureCounts(
        long events, long delivered, long unknownEvents, long unknownBlocks, long forgotten) {}
