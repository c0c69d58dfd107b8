/**
 * The rule type {@code cel}: expressions in Kubernetes' dialect of the Common Expression Language.
 *
 * <p>The library dev.cel parses and checks; only {@link io.pratique.policy.cel.ExpressionCompiler}
 * and what it calls names it, so that a policy without such a rule loads none of it. Evaluation is
 * our own: it reads the tape of a document as it is, counts what it costs, and knows what is
 * unresolved.
 */
@NullMarked
package io.pratique.policy.cel;

import org.jspecify.annotations.NullMarked;
