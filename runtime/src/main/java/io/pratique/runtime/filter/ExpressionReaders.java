package io.pratique.runtime.filter;

import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.language.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes readers of expressions: fields from a source, functions over them. */
public final class ExpressionReaders {
    private ExpressionReaders() {}

    /** A reader of the expression's value for the current event of a source. */
    public static FieldReader reader(Expression expression, FieldSource source) {
        return switch (expression) {
            case Expression.Read read -> source.reader(read.field());
            case Expression.Literal literal -> {
                Constant constant = literal.value();
                byte[] bytes =
                        constant instanceof Constant.Text text
                                ? text.bytes().toArray()
                                : new byte[0];
                yield into -> {
                    switch (constant) {
                        case Constant.Whole number -> into.setNumber(number.value());
                        case Constant.Real real -> into.setReal(real.value());
                        case Constant.Text _ -> into.setBytes(bytes, 0, bytes.length);
                        case Constant.Address address -> into.setBytes(address.bytes());
                        case Constant.Network network -> into.setBytes(network.bytes());
                    }
                    return true;
                };
            }
            case Expression.Listing listing -> listing(listing, source);
            case Expression.Transformed transformed -> transformed(transformed, source);
        };
    }

    private static FieldReader listing(Expression.Listing listing, FieldSource source) {
        FieldReader[] readers = readers(listing.elements(), source);
        FieldType[] types =
                listing.elements().stream().map(Expression::type).toArray(FieldType[]::new);
        Value value = new Value();
        Buffer[] buffers = new Buffer[readers.length];
        Arrays.setAll(buffers, _ -> new Buffer());
        return into -> {
            into.beginList();
            for (int i = 0; i < readers.length; i++) {
                if (!readers[i].read(value)) {
                    return false;
                }
                buffers[i].clear();
                buffers[i].append(value, types[i]);
                buffers[i].give(into.addItem());
            }
            return true;
        };
    }

    private static FieldReader[] readers(List<Expression> expressions, FieldSource source) {
        List<FieldReader> readers = new ArrayList<>();
        for (Expression expression : expressions) {
            readers.add(reader(expression, source));
        }
        return readers.toArray(FieldReader[]::new);
    }

    private static FieldReader transformed(Expression.Transformed call, FieldSource source) {
        FieldReader[] arguments = readers(call.arguments(), source);
        return switch (call.function()) {
            case TOLOWER, TOUPPER, B64, BASENAME -> each(call.function(), arguments[0]);
            case LEN -> {
                Value value = new Value();
                FieldReader argument = arguments[0];
                yield into -> {
                    if (!argument.read(value)) {
                        return false;
                    }
                    into.setNumber(value.kind() == Value.Kind.LIST ? value.size() : value.length());
                    return true;
                };
            }
            case JOIN -> join(arguments[0], arguments[1], call.arguments().get(1).type());
            case CONCAT -> {
                FieldType[] types =
                        call.arguments().stream().map(Expression::type).toArray(FieldType[]::new);
                Value value = new Value();
                Buffer buffer = new Buffer();
                yield into -> {
                    buffer.clear();
                    for (int i = 0; i < arguments.length; i++) {
                        if (!arguments[i].read(value)) {
                            return false;
                        }
                        buffer.append(value, types[i]);
                    }
                    buffer.give(into);
                    return true;
                };
            }
            case GETOPT -> getopt(arguments[0], arguments[1], call.index().charAt(0));
        };
    }

    private static FieldReader each(Transformer function, FieldReader argument) {
        Value value = new Value();
        List<Buffer> buffers = new ArrayList<>();
        return into -> {
            if (!argument.read(value)) {
                return false;
            }
            if (value.kind() != Value.Kind.LIST) {
                if (buffers.isEmpty()) {
                    buffers.add(new Buffer());
                }
                return one(function, value, buffers.getFirst(), into);
            }
            into.beginList();
            for (int i = 0; i < value.size(); i++) {
                if (buffers.size() <= i) {
                    buffers.add(new Buffer());
                }
                if (!one(function, value.item(i), buffers.get(i), into.addItem())) {
                    return false;
                }
            }
            return true;
        };
    }

    private static boolean one(Transformer function, Value value, Buffer buffer, Value into) {
        byte[] bytes = value.bytes();
        int from = value.offset();
        int to = from + value.length();
        buffer.clear();
        switch (function) {
            case TOLOWER -> {
                for (int i = from; i < to; i++) {
                    buffer.append(Slices.lower(bytes[i]));
                }
            }
            case TOUPPER -> {
                for (int i = from; i < to; i++) {
                    buffer.append(Slices.upper(bytes[i]));
                }
            }
            case BASENAME -> {
                int start = to;
                while (start > from && bytes[start - 1] != '/') {
                    start--;
                }
                into.setBytes(bytes, start, to - start);
                return true;
            }
            case B64 -> {
                if (!Base64Bytes.decode(bytes, from, to, buffer)) {
                    return false;
                }
            }
            case LEN, JOIN, CONCAT, GETOPT ->
                    throw new IllegalArgumentException(function + " is no function of one text");
        }
        buffer.give(into);
        return true;
    }

    private static FieldReader join(FieldReader separator, FieldReader list, FieldType type) {
        Value between = new Value();
        Value value = new Value();
        Buffer buffer = new Buffer();
        return into -> {
            if (!separator.read(between) || !list.read(value)) {
                return false;
            }
            buffer.clear();
            for (int i = 0; i < value.size(); i++) {
                if (i > 0) {
                    buffer.append(between, FieldType.TEXT);
                }
                buffer.append(value.item(i), type);
            }
            buffer.give(into);
            return true;
        };
    }

    /** A list of arguments, or a text of arguments with blanks between them. */
    private static FieldReader getopt(FieldReader list, FieldReader optionString, char option) {
        Value value = new Value();
        Value words = new Value();
        Value options = new Value();
        return into -> {
            if (!list.read(value) || !optionString.read(options)) {
                return false;
            }
            if (value.kind() == Value.Kind.LIST) {
                return Options.find(value, options, (byte) option, into);
            }
            words.beginList();
            int end = value.offset() + value.length();
            int start = value.offset();
            for (int i = value.offset(); i <= end; i++) {
                if (i == end || value.bytes()[i] == ' ') {
                    if (i > start) {
                        words.addItem().setBytes(value.bytes(), start, i - start);
                    }
                    start = i + 1;
                }
            }
            return Options.find(words, options, (byte) option, into);
        };
    }
}
