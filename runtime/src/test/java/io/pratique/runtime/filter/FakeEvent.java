package io.pratique.runtime.filter;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.language.Parser;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An event whose values a test sets by the text of their fields. */
public final class FakeEvent implements FieldSource {
    private final Map<String, Object> values = new HashMap<>();

    /** Sets a text, a number, a boolean, a double, bytes, an address, or a list of them. */
    public FakeEvent with(String field, Object value) {
        values.put(field, value);
        return this;
    }

    /** The event has no value for the field any more. */
    public FakeEvent without(String field) {
        values.remove(field);
        return this;
    }

    /** An address as the contract wants it. */
    public static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public FieldReader reader(FieldRead field) {
        return into -> {
            Object value = values.get(field.text());
            if (value == null) {
                into.setNone();
                return false;
            }
            set(into, value);
            return true;
        };
    }

    private static void set(Value into, Object value) {
        switch (value) {
            case String text -> into.setText(text);
            case Integer number -> into.setNumber(number);
            case Long number -> into.setNumber(number);
            case Double number -> into.setReal(number);
            case Boolean bool -> into.setBoolean(bool);
            case byte[] bytes -> {
                // A slice with something on both sides, as readers give it.
                byte[] array = new byte[bytes.length + 4];
                System.arraycopy(bytes, 0, array, 2, bytes.length);
                array[0] = 'x';
                array[array.length - 1] = 'x';
                into.setBytes(array, 2, bytes.length);
            }
            case InetAddress address ->
                    into.setBytes(address.getAddress(), 0, address.getAddress().length);
            case List<?> list -> {
                into.beginList();
                for (Object item : list) {
                    set(into.addItem(), item);
                }
            }
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    /** Whether a condition holds for this event. */
    public boolean matches(String condition) {
        FilterChecker checker = new FilterChecker(FieldCatalogue.standard(), EventTable.standard());
        return Interpreter.prepare(checker.check(Parser.parse(condition)), this).holds();
    }
}
