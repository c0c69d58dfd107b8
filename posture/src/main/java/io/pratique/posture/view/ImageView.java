package io.pratique.posture.view;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.Locale;
import java.util.Optional;

/** An image: its configuration, history and what its layers hold. */
public final class ImageView {
    private final World world;
    private final Subject subject;
    private final Value doc;

    ImageView(World world, Subject subject) {
        this.world = world;
        this.subject = subject;
        this.doc = Value.of(subject, true);
    }

    public World world() {
        return world;
    }

    public Subject subject() {
        return subject;
    }

    public Value doc() {
        return doc;
    }

    /** A member of the configuration; absent when the configuration was read and has none. */
    public Value config(String name) {
        return doc.get("config").lenient().get(name);
    }

    /** Why the configuration is not known; empty when it is. */
    public Optional<Missing> configUnknown() {
        return doc.get("config").unknown();
    }

    public boolean isWindows() {
        return doc.get("os").lenient().text().toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
