package io.pratique.model;

import io.pratique.document.Document;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a task definition stands in a document.
 *
 * @param node the object it was read from
 * @param base where its pointers start
 * @param prefix the pointer from the base to the task definition
 * @param spelled turns a path of the ECS API into that of the document
 */
record TaskOrigin(
        Document d,
        int node,
        int base,
        String prefix,
        UnaryOperator<String> spelled,
        boolean editable)
        implements Origin {
    @Override
    public Location locate(String path) {
        return Origin.locate(d, base, path.isEmpty() ? prefix : prefix + "/" + spelled.apply(path));
    }

    @Override
    public Location locateInObject(String path) {
        // What DescribeTaskDefinition answers has the tags beside the task definition.
        return base == node ? Origin.locate(d, base, "/" + path) : locate(path);
    }

    @Override
    public Optional<Document> document() {
        return Optional.of(d);
    }
}
