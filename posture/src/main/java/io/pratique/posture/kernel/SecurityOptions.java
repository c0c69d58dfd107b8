package io.pratique.posture.kernel;

import java.util.List;
import java.util.Optional;

/** Security options as Docker takes them, with {@code :} or {@code =}. */
final class SecurityOptions {
    private SecurityOptions() {}

    /**
     * The value of an option: {@code unconfined} for {@code seccomp:unconfined}; empty when none.
     */
    static Optional<String> value(List<String> options, String name) {
        for (String option : options) {
            String text = option.strip();
            if (text.length() > name.length()
                    && text.startsWith(name)
                    && (text.charAt(name.length()) == ':' || text.charAt(name.length()) == '=')) {
                return Optional.of(text.substring(name.length() + 1));
            }
            if (text.equals(name)) {
                return Optional.of("true");
            }
        }
        return Optional.empty();
    }

    static boolean seccompOff(List<String> options) {
        return value(options, "seccomp").filter(v -> v.equals("unconfined")).isPresent();
    }

    static boolean labelOff(List<String> options) {
        for (String option : options) {
            String text = option.strip().replace(':', '=');
            if (text.equals("label=disable")) {
                return true;
            }
        }
        return false;
    }

    static boolean noNewPrivileges(List<String> options) {
        return value(options, "no-new-privileges").filter(v -> v.equals("true")).isPresent();
    }
}
