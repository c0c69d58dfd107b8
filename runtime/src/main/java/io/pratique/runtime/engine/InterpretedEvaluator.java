package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Interpreter;

/** One rule that is too large for a class. */
final class InterpretedEvaluator extends Evaluator {
    private final Interpreter.Judge judge;

    InterpretedEvaluator(int[] programOf, Interpreter.Judge judge) {
        super(programOf);
        this.judge = judge;
    }

    @Override
    int run(int program, int[] into) {
        if (!judge.holds()) {
            return 0;
        }
        into[0] = 0;
        return 1;
    }
}
