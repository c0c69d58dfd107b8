package io.pratique.model;

import io.pratique.document.Position;
import java.util.List;
import java.util.Map;

/**
 * A resource as a file declares it, whatever the file is written in: for judges that look at more
 * of it than a {@link Workload} has.
 *
 * @param type the type word of the language: {@code AWS::ECS::Service}, {@code aws_ecs_service}
 * @param name the logical id or the address
 * @param position of the resource in the file
 * @param properties its properties, names as the language writes them, values as far as they are
 *     certain; those that are written to be left out are left out
 * @param references what properties are made of, by the name of the property: addresses of other
 *     resources
 * @param path the path of the construct (CDK); empty when there is none
 */
public record Declared(
        String type,
        String name,
        Position position,
        Resolved properties,
        Map<String, List<String>> references,
        String path) {

    /** A value as far as it is certain before anything is deployed. */
    public sealed interface Resolved {
        /** A text. */
        record Text(String text) implements Resolved {}

        /**
         * A number.
         *
         * @param written as it stands in the file
         */
        record Numeral(String written) implements Resolved {}

        /** True or false. */
        record Flag(boolean isTrue) implements Resolved {}

        /** A list. */
        record Items(List<Resolved> items) implements Resolved {}

        /** An object, its members in their order. */
        record Fields(Map<String, Resolved> members) implements Resolved {}

        /**
         * Computed only when it is deployed.
         *
         * @param expression what stands there, for people: {@code Ref Role}
         */
        record Unknown(String expression) implements Resolved {}
    }
}
