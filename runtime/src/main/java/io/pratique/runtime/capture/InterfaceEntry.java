package io.pratique.runtime.capture;

import io.pratique.runtime.field.Bytes;

/**
 * A network interface's address.
 *
 * @param address four bytes or sixteen, as are the mask and the broadcast address
 */
public record InterfaceEntry(String name, Bytes address, Bytes mask, Bytes broadcast, long speed) {}
