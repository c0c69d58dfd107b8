package io.pratique.runtime.state;

/**
 * What is remembered, and what could not be.
 *
 * @param evictedThreads that made place for others
 * @param refusedDescriptors of processes that had too many
 * @param evictedContainers that made place for others
 * @param refusedUsers more than fit
 * @param unknownThreads met in an event without having been told or seen to start
 */
public record StateCounts(
        int threads,
        int containers,
        long evictedThreads,
        long refusedDescriptors,
        long evictedContainers,
        long refusedUsers,
        long unknownThreads) {}
