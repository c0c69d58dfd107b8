package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Presets;
import io.pratique.policy.rule.RuleTypes;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A policy without a rule of type cel must not pay for the library. */
class LoadsOnlyWhenUsedTest {
    @Test
    void loadsNothingOfTheLibraryForThePresets() throws Exception {
        try (Recording loader = Recording.ofTheClassPath()) {
            Object types =
                    loader.loadClass(RuleTypes.class.getName()).getMethod("all").invoke(null);
            assertThat((List<?>) types).hasSizeGreaterThan(20);
            Optional<?> preset =
                    (Optional<?>)
                            loader.loadClass(Presets.class.getName())
                                    .getMethod("of", String.class)
                                    .invoke(null, "starter:kubernetes");
            loader.loadClass(CompiledPolicy.class.getName())
                    .getMethod("of", List.class)
                    .invoke(null, List.of(preset.orElseThrow()));
            assertThat(loader.asked).contains(CelRule.class.getName());
            assertThat(loader.asked)
                    .noneMatch(name -> name.startsWith("dev.cel") || name.startsWith("com.google"));
        }
    }

    /** Loads the classes again, and writes down which it was asked for. */
    private static final class Recording extends URLClassLoader {
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        private Recording(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        static Recording ofTheClassPath() throws IOException {
            List<URL> urls = new ArrayList<>();
            for (String entry :
                    System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                urls.add(url(entry));
            }
            return new Recording(urls.toArray(URL[]::new));
        }

        private static URL url(String entry) throws MalformedURLException {
            return Path.of(entry).toUri().toURL();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
        }
    }
}
