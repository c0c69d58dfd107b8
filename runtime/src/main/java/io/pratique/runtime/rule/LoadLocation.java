package io.pratique.runtime.rule;

import io.pratique.document.Position;

/**
 * A step of the way to a problem: from the file, over the item, to the value.
 *
 * @param itemName empty when the step has no name
 * @param file the name of the source
 * @param offset in bytes, from 0
 */
public record LoadLocation(
        ItemType itemType, String itemName, String file, Position position, int offset) {}
