package io.pratique.runtime.language;

import io.pratique.document.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions (grammar of falcosecurity/libs 0.25, with modifiers and all transformers).
 *
 * <p>A condition is read as a whole: what follows a valid beginning is an error, unless {@link
 * #beginning} is used. Parentheses and functions may be nested to a given depth and no deeper, so a
 * crafted condition is refused and does not exhaust the stack.
 */
public final class Parser {
    /** The depth that a filter on a command line may have. */
    public static final int FILTER_DEPTH = 100;

    /** The depth that the condition of a rule may have. */
    public static final int RULE_DEPTH = 1_000;

    private final Lexer lexer;
    private final int maxDepth;
    private int functions;

    private Parser(String input, int text, int maxDepth) {
        this.lexer = new Lexer(input, text);
        this.maxDepth = maxDepth;
    }

    /**
     * Reads a whole condition, nested at most {@link #FILTER_DEPTH} deep.
     *
     * @throws InvalidCondition when it is none
     */
    public static Condition parse(String input) {
        return parse(input, 0, FILTER_DEPTH);
    }

    /**
     * Reads a whole condition.
     *
     * @param text a number that the places in the tree carry
     * @throws InvalidCondition when it is none
     */
    public static Condition parse(String input, int text, int maxDepth) {
        Parser parser = new Parser(input, text, maxDepth);
        Condition condition = parser.start(input);
        if (!parser.lexer.atEnd()) {
            throw parser.trailing();
        }
        return condition;
    }

    /** A condition, and how far it reaches. */
    public record Beginning(Condition condition, int end) {}

    /**
     * Reads the longest condition with which a text begins.
     *
     * @throws InvalidCondition when it begins with none
     */
    public static Beginning beginning(String input, int maxDepth) {
        Parser parser = new Parser(input, 0, maxDepth);
        Condition condition = parser.start(input);
        return new Beginning(condition, parser.lexer.place().index());
    }

    /** A field or function, and how far it reaches. */
    public record OperandBeginning(Operand operand, int end) {}

    /**
     * Reads the field or function with which a text begins, as outputs need it: {@code proc.name:
     * %x} begins with {@code proc.name}. Empty when it begins with none.
     *
     * @throws InvalidCondition when a function or an argument is not closed
     */
    public static Optional<OperandBeginning> operand(String input) {
        Parser parser = new Parser(input, 0, FILTER_DEPTH);
        Operand operand = parser.operandOrNull();
        return operand == null
                ? Optional.empty()
                : Optional.of(new OperandBeginning(operand, parser.lexer.place().index()));
    }

    private Condition start(String input) {
        int nul = input.indexOf('\0');
        if (nul >= 0) {
            throw new InvalidCondition(
                    new Place(lexer.place().text(), nul, 1, nul + 1),
                    "a NUL cannot stand in a condition",
                    "");
        }
        if (input.isEmpty()) {
            throw new InvalidCondition(lexer.place(), "the condition is empty", "");
        }
        return or();
    }

    private InvalidCondition trailing() {
        String following = lexer.following();
        if (following.startsWith(")")) {
            return new InvalidCondition(
                    lexer.place(), "')' closes nothing", "Remove it, or open it before.");
        }
        return new InvalidCondition(
                lexer.place(),
                "expected 'and', 'or' or the end of the condition, not '" + following + "'",
                following.startsWith("(") || following.startsWith("=") || following.startsWith(",")
                        ? "A value with ( ) , = quotes or blanks in it must stand in quotes."
                        : Nearest.hint(following, List.of("and", "or")));
    }

    /** What was read of an expression: the whole one, or one in parentheses that is still open. */
    private static final class Open {
        /** Whether nots before the parenthesis negate it. */
        final boolean negated;

        final Place notPlace;
        final List<Condition> ors = new ArrayList<>();
        List<Condition> ands = new ArrayList<>();
        final Place place;
        Place andPlace;

        Open(boolean negated, Place notPlace, Place place) {
            this.negated = negated;
            this.notPlace = notPlace;
            this.place = place;
            this.andPlace = place;
        }

        void endAnds() {
            ors.add(ands.size() == 1 ? ands.getFirst() : new Condition.And(andPlace, ands));
            ands = new ArrayList<>();
        }

        Condition close() {
            endAnds();
            return ors.size() == 1 ? ors.getFirst() : new Condition.Or(place, ors);
        }
    }

    /**
     * Reads an expression. Parentheses are kept on a list of their own and not on the stack of the
     * thread, which a deep condition would exhaust.
     */
    private Condition or() {
        Deque<Open> outer = new ArrayDeque<>();
        lexer.blanks();
        Open open = new Open(false, lexer.place(), lexer.place());
        while (true) {
            lexer.blanks();
            Place place = lexer.place();
            boolean negated = false;
            while (lexer.takeWord("not")) {
                lexer.blanks();
                negated = !negated;
            }
            boolean isNegatedGroup = lexer.take("not(");
            if (isNegatedGroup || lexer.take("(")) {
                enter(outer.size() + 1);
                outer.push(open);
                lexer.blanks();
                open = new Open(negated != isNegatedGroup, place, lexer.place());
                continue;
            }
            Condition condition = check();
            while (true) {
                if (open.ands.isEmpty()) {
                    open.andPlace = place;
                }
                open.ands.add(negated ? new Condition.Not(place, condition) : condition);
                lexer.blanks();
                if (lexer.take("and")) {
                    requireBlankOrParenthesis("and");
                    break;
                }
                if (lexer.take("or")) {
                    requireBlankOrParenthesis("or");
                    open.endAnds();
                    break;
                }
                condition = open.close();
                if (outer.isEmpty()) {
                    return condition;
                }
                closeParenthesis();
                negated = open.negated;
                place = open.notPlace;
                open = outer.pop();
            }
        }
    }

    private void requireBlankOrParenthesis(String word) {
        if (!lexer.blanks() && !lexer.lookingAt("(")) {
            throw new InvalidCondition(
                    lexer.place(), "expected a blank or '(' behind '" + word + "'", "");
        }
    }

    private void closeParenthesis() {
        if (!lexer.take(")")) {
            throw new InvalidCondition(
                    lexer.place(),
                    lexer.atEnd()
                            ? "a '(' is not closed"
                            : "expected ')', 'and' or 'or', not '" + lexer.following() + "'",
                    "");
        }
    }

    private void enter(int depth) {
        if (depth > maxDepth) {
            throw new InvalidCondition(
                    lexer.place(),
                    "it is nested more than " + maxDepth + " deep",
                    "Use fewer parentheses, or name parts of it as macros.");
        }
    }

    private Condition check() {
        Place place = lexer.place();
        Operand operand = operandOrNull();
        if (operand != null) {
            return condition(operand, place);
        }
        String macro = lexer.identifier();
        if (macro != null) {
            return new Condition.Macro(place, macro);
        }
        throw new InvalidCondition(
                place,
                lexer.atEnd()
                        ? "expected a field, a macro or '(', and the condition ends"
                        : "expected a field, a macro or '(', not '" + lexer.following() + "'",
                "");
    }

    private @Nullable Operand operandOrNull() {
        Place place = lexer.place();
        String name = lexer.fieldName();
        if (name != null) {
            return new Operand.Field(place, name, argument());
        }
        Optional<Transformer> transformer = lexer.transformer();
        return transformer.isEmpty() ? null : call(place, transformer.get());
    }

    private Optional<String> argument() {
        if (!lexer.take("[")) {
            return Optional.empty();
        }
        String argument = lexer.quoted();
        if (argument == null) {
            argument = lexer.bareArgument();
        }
        if (argument == null) {
            throw new InvalidCondition(
                    lexer.place(), "expected an argument between the brackets", "");
        }
        if (!lexer.take("]")) {
            throw new InvalidCondition(
                    lexer.place(),
                    "expected ']' behind the argument",
                    "An argument with blanks, brackets or quotes in it must stand in quotes.");
        }
        return Optional.of(argument);
    }

    /** What follows the parenthesis of a function. */
    private Operand call(Place place, Transformer function) {
        if (++functions > FILTER_DEPTH) {
            throw new InvalidCondition(
                    lexer.place(), "functions are nested more than " + FILTER_DEPTH + " deep", "");
        }
        List<Argument> arguments = new ArrayList<>();
        do {
            arguments.add(callArgument(function, true));
            lexer.blanks();
        } while (lexer.take(","));
        if (!lexer.take(")")) {
            throw new InvalidCondition(
                    lexer.place(), "expected ')' or ',' in " + function.word() + "(…)", "");
        }
        functions--;
        return new Operand.Call(place, function, arguments, argument());
    }

    private Argument callArgument(Transformer function, boolean severalAllowed) {
        lexer.blanks();
        Place place = lexer.place();
        Operand operand = operandOrNull();
        if (operand != null) {
            return operand;
        }
        String quoted = lexer.quoted();
        if (quoted != null) {
            return new Argument.Literal(place, quoted, false);
        }
        String number = lexer.number();
        if (number != null) {
            return new Argument.Literal(place, number, true);
        }
        if (severalAllowed && lexer.take("(")) {
            List<Argument> several = new ArrayList<>();
            lexer.blanks();
            if (!lexer.take(")")) {
                do {
                    several.add(callArgument(function, false));
                    lexer.blanks();
                } while (lexer.take(","));
                if (!lexer.take(")")) {
                    throw new InvalidCondition(
                            lexer.place(), "expected ')' or ',' in the list", "");
                }
            }
            return new Argument.Several(place, several);
        }
        throw new InvalidCondition(
                place,
                "expected a field, a function, a quoted text or a number in "
                        + function.word()
                        + "(…)",
                lexer.lookingAt("val(") ? "val() is for the right side of a comparison." : "");
    }

    private Condition condition(Operand left, Place place) {
        lexer.blanks();
        if (lexer.take("exists")) {
            return new Condition.Exists(place, left);
        }
        Operator operator = operator();
        return switch (operator.shape()) {
            case NUMBER -> compare(place, left, operator, number());
            case TEXT -> text(place, left, operator);
            case LIST -> compare(place, left, operator, list(operator));
        };
    }

    private static Condition compare(
            Place place, Operand left, Operator operator, Condition.Right right) {
        return new Condition.Compare(place, left, operator, Optional.empty(), right);
    }

    private Operator operator() {
        if (lexer.take("==")) {
            return Operator.EQUAL;
        }
        for (Operator operator : Operator.values()) {
            boolean isWord = Character.isLetter(operator.word().charAt(0));
            boolean found =
                    isWord && operator.shape() == Operator.Shape.TEXT
                            ? lexer.takeWord(operator.word())
                            : lexer.take(operator.word());
            if (found) {
                return operator;
            }
        }
        String following = lexer.following();
        throw new InvalidCondition(
                lexer.place(),
                following.isEmpty()
                        ? "expected an operator, and the condition ends"
                        : "expected an operator, not '" + following + "'",
                following.startsWith("(") || following.startsWith(")")
                        ? "A field alone is no condition; use 'exists'."
                        : operatorHint(following));
    }

    private static String operatorHint(String following) {
        String near = Nearest.hint(following, Operator.words());
        return near.isEmpty() ? "Known are " + String.join(" ", Operator.words()) + "." : near;
    }

    private Condition.Right number() {
        lexer.blanks();
        Place place = lexer.place();
        Condition.Right other = otherOrNull();
        if (other != null) {
            return other;
        }
        String number = lexer.number();
        if (number == null) {
            throw new InvalidCondition(
                    place, "expected a number, val(field) or a function of fields", "");
        }
        return new Condition.Text(place, number);
    }

    private Condition text(Place place, Operand left, Operator operator) {
        if (lexer.blanks()) {
            Modifier modifier = modifierOrNull();
            if (modifier != null) {
                lexer.blanks();
                return new Condition.Compare(
                        place, left, operator, Optional.of(modifier), constants());
            }
        }
        Place right = lexer.place();
        Condition.Right other = otherOrNull();
        if (other == null) {
            other = textOrNull(right);
        }
        if (other == null) {
            throw new InvalidCondition(
                    right,
                    "expected a value behind '" + operator.word() + "'",
                    lexer.lookingAt("\"") || lexer.lookingAt("'")
                            ? "The quote is not closed."
                            : lexer.lookingAt("(") ? "For a list of values use 'in'." : "");
        }
        return compare(place, left, operator, other);
    }

    /** A modifier is one only when a list, or the name of a list, follows it behind a blank. */
    private @Nullable Modifier modifierOrNull() {
        for (Modifier modifier : Modifier.values()) {
            if (lexer.lookingAt(modifier.word()) && lexer.isListBehind(modifier.word())) {
                lexer.take(modifier.word());
                return modifier;
            }
        }
        return null;
    }

    private Condition.@Nullable Right textOrNull(Place place) {
        String text = lexer.quoted();
        if (text == null) {
            text = lexer.bareText();
        }
        return text == null ? null : new Condition.Text(place, text);
    }

    private Condition.Right list(Operator operator) {
        lexer.blanks();
        Place place = lexer.place();
        if (!lexer.lookingAt("(")) {
            Condition.Right other = otherOrNull();
            if (other != null) {
                return other;
            }
        }
        Condition.Right constants = constantsOrNull();
        if (constants == null) {
            throw new InvalidCondition(
                    place, "expected a list in parentheses behind '" + operator.word() + "'", "");
        }
        return constants;
    }

    private Condition.Right constants() {
        Condition.Right constants = constantsOrNull();
        if (constants == null) {
            throw new InvalidCondition(lexer.place(), "expected a list in parentheses", "");
        }
        return constants;
    }

    private Condition.@Nullable Right constantsOrNull() {
        Place place = lexer.place();
        if (!lexer.take("(")) {
            String name = lexer.identifier();
            return name == null ? null : new Condition.Name(place, name);
        }
        List<Condition.Text> texts = new ArrayList<>();
        lexer.blanks();
        if (!lexer.take(")")) {
            do {
                lexer.blanks();
                Place at = lexer.place();
                if (!(textOrNull(at) instanceof Condition.Text text)) {
                    throw new InvalidCondition(
                            at, "expected a value in the list", "A comma too many?");
                }
                texts.add(text);
                lexer.blanks();
            } while (lexer.take(","));
            if (!lexer.take(")")) {
                throw new InvalidCondition(
                        lexer.place(),
                        lexer.atEnd()
                                ? "the list is not closed"
                                : "expected ',' or ')' in the list, not '"
                                        + lexer.following()
                                        + "'",
                        "Values with blanks or ( ) = , in them must stand in quotes.");
            }
        }
        return new Condition.Texts(place, texts);
    }

    private Condition.@Nullable Right otherOrNull() {
        Place place = lexer.place();
        if (lexer.take("val(")) {
            lexer.blanks();
            Place at = lexer.place();
            String name = lexer.fieldName();
            if (name == null) {
                throw new InvalidCondition(at, "expected a field in val(…)", "");
            }
            Operand.Field field = new Operand.Field(at, name, argument());
            lexer.blanks();
            if (!lexer.take(")")) {
                throw new InvalidCondition(lexer.place(), "expected ')' behind val(field", "");
            }
            return new Condition.Other(place, field);
        }
        Optional<Transformer> transformer = lexer.transformer();
        return transformer
                .map(function -> new Condition.Other(place, call(place, function)))
                .orElse(null);
    }
}
