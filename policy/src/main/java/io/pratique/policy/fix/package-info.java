/** Violations to changes that mend them: JSON Patches (RFC 6902), pure. */
@NullMarked
package io.pratique.policy.fix;

import org.jspecify.annotations.NullMarked;
