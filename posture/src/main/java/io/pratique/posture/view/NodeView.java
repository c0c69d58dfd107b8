package io.pratique.posture.view;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's kubelet: what it answers, or its file and command line. */
public final class NodeView {
    /** Which truth an absent setting has (posture.md section 6). */
    public enum Source {
        /** Absent means the zero value: the fields are left out when they are zero. */
        CONFIGZ,
        /** Absent means the documented default of the file. */
        FILE,
        /** Absent means the old default of the flag. */
        FLAGS,
        /** Nothing was seen. */
        NONE
    }

    /**
     * A setting where it was found.
     *
     * @param text of the flag; empty when the value is not from a flag
     */
    public record Found(Value value, boolean flag, String text) {
        public boolean isSet() {
            return flag || value.isSet();
        }

        public boolean isUnknown() {
            return !flag && value.isUnknown();
        }

        public String shown() {
            return flag ? text : value.shown();
        }

        public String string() {
            return flag ? text : value.text();
        }

        public boolean isTrue() {
            return flag ? text.equals("true") || text.isEmpty() : value.isTrue();
        }

        public boolean isFalse() {
            return flag ? text.equals("false") : value.isFalse();
        }
    }

    private final Subject subject;
    private final Value doc;
    private final Source source;
    private final Map<String, String> flags = new LinkedHashMap<>();

    NodeView(Subject subject) {
        this.subject = subject;
        this.doc = Value.of(subject, false);
        readFlags(doc.get("cmdline").texts());
        if (doc.get("configz").isObject()) {
            source = Source.CONFIGZ;
        } else if (doc.get("config").isObject()) {
            source = Source.FILE;
        } else if (!flags.isEmpty() || doc.get("cmdline").hasContent()) {
            // A file that is named and was not read could hold any of the settings.
            source = flags.containsKey("config") ? Source.NONE : Source.FLAGS;
        } else {
            source = Source.NONE;
        }
    }

    private void readFlags(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                continue;
            }
            String flag = word.startsWith("--") ? word.substring(2) : word.substring(1);
            int equals = flag.indexOf('=');
            if (equals >= 0) {
                flags.put(flag.substring(0, equals).replace('_', '-'), flag.substring(equals + 1));
            } else if (i + 1 < words.size()
                    && !words.get(i + 1).startsWith("-")
                    && !SWITCHES.contains(flag)) {
                flags.put(flag.replace('_', '-'), words.get(++i));
            } else {
                flags.put(flag.replace('_', '-'), "true");
            }
        }
    }

    /** Flags of booleans: the word behind them is no value of theirs. */
    private static final List<String> SWITCHES =
            List.of(
                    "anonymous-auth",
                    "authentication-token-webhook",
                    "make-iptables-util-chains",
                    "protect-kernel-defaults",
                    "rotate-certificates",
                    "rotate-server-certificates");

    public Subject subject() {
        return subject;
    }

    public Value doc() {
        return doc;
    }

    public Source source() {
        return source;
    }

    /** A label; empty when it is not set or the labels are not known. */
    public String label(String name) {
        return doc.get("labels").get(name).text();
    }

    public boolean labelsKnown() {
        return doc.get("labels").isObject();
    }

    public Missing missing() {
        return subject.missing()
                .or(() -> doc.get("configz").unknown())
                .or(() -> doc.get("config").unknown())
                .orElse(
                        new Missing(
                                Reason.NOT_COLLECTED,
                                flags.containsKey("config")
                                        ? "the file " + flags.get("config")
                                        : "GET /api/v1/nodes/" + subject.id() + "/proxy/configz"));
    }

    /** A setting; a flag beats the file, and what the kubelet answers beats both. */
    public Found setting(String path, String flag) {
        if (source == Source.CONFIGZ) {
            return new Found(doc.get("configz").at(path), false, "");
        }
        String text = flags.get(flag);
        if (text != null) {
            return new Found(doc.get("cmdline"), true, text);
        }
        return new Found(doc.get("config").at(path), false, "");
    }

    /** A flag of the command line; empty when it is not given. */
    public Optional<String> flag(String name) {
        return Optional.ofNullable(flags.get(name));
    }
}
