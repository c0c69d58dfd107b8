/** How the parameters of rules and the scopes of policies match texts and names. */
@NullMarked
package io.pratique.policy.match;

import org.jspecify.annotations.NullMarked;
