package io.pratique.runtime.engine;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.filter.FieldReader;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.filter.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events with random values: mostly those that rules ask for, some missing, some odd. A field's
 * value depends on the seed, the event and the field only, so two engines see the same.
 */
final class GeneratedEvents implements FieldSource {
    private final long seed;
    private final Vocabulary vocabulary;
    private final Map<String, List<Constant>> asked;
    private final List<EventType> types = EventTable.standard().types();
    private long number;
    private int type;
    private long reads;

    GeneratedEvents(long seed, Vocabulary vocabulary) {
        this(seed, vocabulary, Map.of());
    }

    /**
     * @param asked by the text of a field: constants that it is compared with
     */
    GeneratedEvents(long seed, Vocabulary vocabulary, Map<String, List<Constant>> asked) {
        this.seed = seed;
        this.asked = asked;
        this.vocabulary = vocabulary;
    }

    /** Goes to an event of a random type, and gives the number of the type. */
    int next() {
        number++;
        type = new Random(seed ^ number * 31).nextInt(types.size());
        return type;
    }

    /** Goes to an event of a type. */
    void next(int eventType) {
        number++;
        type = eventType;
    }

    /** How often a value was read. */
    long reads() {
        return reads;
    }

    @Override
    public FieldReader reader(FieldRead field) {
        Random random = new Random();
        String text = field.text();
        long salt = text.hashCode() * 0x9E3779B97F4A7C15L;
        return into -> {
            reads++;
            random.setSeed(seed ^ salt ^ number * 0xC2B2AE3D27D4EB4FL);
            random.nextInt();
            return switch (text) {
                case "evt.type" -> {
                    String name = types.get(type).name();
                    into.setText(
                            switch (name) {
                                case "syscall" ->
                                        List.of("fchmod", "sync", "syslog").get(random.nextInt(3));
                                case "asyncevent" -> random.nextBoolean() ? "container" : "execve";
                                default -> name;
                            });
                    yield true;
                }
                case "evt.num" -> {
                    into.setNumber(number);
                    yield true;
                }
                default -> value(field, random, into);
            };
        };
    }

    private boolean value(FieldRead field, Random random, Value into) {
        if (random.nextInt(8) == 0) {
            into.setNone();
            return false;
        }
        switch (field.many()) {
            case ONE -> one(field, random, into);
            case LIST, ENDS, ANY -> {
                into.beginList();
                int count =
                        field.many() == FieldRead.Many.ENDS
                                ? 1 + random.nextInt(2)
                                : random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    one(field, random, into.addItem());
                }
            }
        }
        return true;
    }

    private void one(FieldRead field, Random random, Value into) {
        FieldType type = field.type();
        List<Constant> own = asked.getOrDefault(field.text(), List.of());
        if (!own.isEmpty() && random.nextInt(4) > 0) {
            switch (own.get(random.nextInt(own.size()))) {
                case Constant.Text text -> into.setBytes(text.bytes());
                case Constant.Whole number -> into.setNumber(number.value());
                case Constant.Real real -> into.setReal(real.value());
                case Constant.Address address -> into.setBytes(address.bytes());
                case Constant.Network network -> into.setBytes(network.bytes());
            }
            return;
        }
        switch (type.kind()) {
            case TEXT, BYTES -> {
                byte[] bytes = vocabulary.bytes(random);
                byte[] array = new byte[bytes.length + 3];
                System.arraycopy(bytes, 0, array, 2, bytes.length);
                array[1] = '/';
                array[array.length - 1] = 'x';
                into.setBytes(array, 2, bytes.length);
            }
            case BOOL -> into.setBoolean(random.nextBoolean());
            case NUMBER -> into.setNumber(vocabulary.number(type, random));
            case REAL -> into.setReal(vocabulary.real(random));
            case ADDRESS, NETWORK -> {
                byte[] bytes = vocabulary.address(random);
                into.setBytes(bytes, 0, bytes.length);
            }
        }
    }

    /** Names of all types, for messages. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        EventTable.standard().types().forEach(type -> names.add(type.name()));
        return names;
    }
}
