package io.pratique.runtime.ruleset;

import io.pratique.runtime.engine.CompiledRules;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.LoadProblem;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Rules of one's own: files in Falco's form in which each rule has an id {@code CR-…}. A set is
 * tried before it is taken; one that is wrong changes nothing, the last good one goes on. For any
 * thread.
 */
public final class CustomRules {
    private static final Pattern ID = Pattern.compile("CR-[A-Za-z0-9_.-]{1,17}");

    private final RuleLoader loader;
    private final Set<String> takenNames = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Accepted current;

    /**
     * The rules that are in use.
     *
     * @param version counts the sets that were taken, from 0 for none
     */
    public record Accepted(long version, List<DetectionRule> rules, CompiledRules compiled) {
        public Accepted {
            rules = List.copyOf(rules);
        }
    }

    /**
     * What became of a set.
     *
     * @param accepted whether it is, or in a dry run could be, used
     * @param files what was read, with the problems of each file
     * @param refusals what custom rules may not do, one sentence each
     */
    public record Trial(boolean accepted, RuleFiles files, List<String> refusals) {
        public Trial {
            refusals = List.copyOf(refusals);
        }

        /** All errors of all files. */
        public List<LoadProblem> errors() {
            return files.results().stream().flatMap(result -> result.errors().stream()).toList();
        }
    }

    /**
     * @param managed rules whose names and ids are taken
     */
    public CustomRules(LoadOptions options, List<DetectionRule> managed) {
        loader = new RuleLoader(options);
        for (DetectionRule rule : managed) {
            takenNames.add(rule.name());
        }
        current = new Accepted(0, List.of(), CompiledRules.compile(List.of()));
    }

    /** What is in use. */
    public Accepted current() {
        return current;
    }

    /** Says what would become of a set, and changes nothing. */
    public Trial dryRun(List<? extends RuleLoader.Input> files) {
        RuleFiles read = loader.load(files);
        List<String> refusals = refusals(read);
        return new Trial(read.isSuccessful() && refusals.isEmpty(), read, refusals);
    }

    /** Takes a set when nothing is wrong with it; otherwise the last good one stays. */
    public Trial replace(List<? extends RuleLoader.Input> files) {
        Trial trial = dryRun(files);
        if (trial.accepted()) {
            CompiledRules compiled = CompiledRules.compile(trial.files().rules());
            lock.lock();
            try {
                current = new Accepted(current.version() + 1, trial.files().rules(), compiled);
            } finally {
                lock.unlock();
            }
        }
        return trial;
    }

    private List<String> refusals(RuleFiles files) {
        List<String> refusals = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (DetectionRule rule : files.rules()) {
            String place = rule.file() + ":" + rule.position() + ": ";
            if (!ID.matcher(rule.id()).matches()) {
                refusals.add(
                        place
                                + "the rule '"
                                + rule.name()
                                + "' has "
                                + (rule.id().isEmpty() ? "no id" : "the id '" + rule.id() + "'")
                                + ": a custom rule has one that begins with CR-. Write id: CR-0001.");
            } else if (!ids.add(rule.id())) {
                refusals.add(place + "the id '" + rule.id() + "' is that of two rules.");
            }
            if (takenNames.contains(rule.name())) {
                refusals.add(
                        place
                                + "'"
                                + rule.name()
                                + "' is the name of a managed rule. Give it another name.");
            }
        }
        return refusals;
    }
}
