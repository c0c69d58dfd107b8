package io.pratique.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Workload;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Parameters;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The judge gives the answers of a simple interpreter, for generated policies and workloads. {@code
 * -Dseed=N} repeats a run, {@code -Dpairs=N} makes it longer.
 */
class JudgeEqualsNaiveTest {
    private static final int WORKLOADS_FOR_EACH = 40;
    private static final long SEED = Long.getLong("seed", System.nanoTime() & Integer.MAX_VALUE);

    @Test
    void decidesAsTheNaiveInterpreterForGeneratedPoliciesAndWorkloads() {
        int pairs = Integer.getInteger("pairs", 20_000);
        System.out.println("JudgeEqualsNaiveTest: -Dseed=" + SEED + " -Dpairs=" + pairs);
        Random random = new Random(SEED);
        RandomPolicies randomPolicies = new RandomPolicies(random);
        assertThat(randomPolicies.withoutVariant()).as("types without valid parameters").isEmpty();
        RandomWorkloads randomWorkloads = new RandomWorkloads(random);
        List<Workload> workloads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            workloads.add(randomWorkloads.next());
        }
        OwnImages own = OwnImages.of(List.of("pratique/sensor@" + RandomWorkloads.OWN_DIGEST));
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        Set<String> typesViolated = new TreeSet<>();
        Seen seen = new Seen();
        IdentityHashMap<Parameters, Check> checks = new IdentityHashMap<>();
        for (int done = 0; done < pairs; done += WORKLOADS_FOR_EACH) {
            List<SecurityPolicy> policies = randomPolicies.next();
            CompiledPolicy compiled = CompiledPolicy.of(policies, () -> own);
            NaiveJudge naive = new NaiveJudge(policies, Set.of(RandomWorkloads.OWN_DIGEST), checks);
            RandomFacts facts = new RandomFacts(random.nextInt(), noonOfToday());
            for (int i = 0; i < WORKLOADS_FOR_EACH; i++) {
                Workload workload = workloads.get(random.nextInt(workloads.size()));
                Phase phase = random.nextInt(4) == 0 ? Phase.CONTINUOUS : Phase.DEPLOYMENT;
                Decision expected = naive.decide(workload, facts, phase);
                Decision decision = compiled.decide(workload, facts, phase);
                if (!decision.equals(expected)) {
                    assertThat(decision)
                            .as("seed %s, pair %s, %s, %s", SEED, done + i, workload, policies)
                            .isEqualTo(expected);
                }
                verdicts.merge(decision.verdict(), 1, Integer::sum);
                decision.violations().forEach(violation -> typesViolated.add(violation.type()));
                seen.add(decision);
            }
        }
        // The comparison is worth nothing where nothing happened.
        assertThat(verdicts).containsOnlyKeys(Verdict.values());
        assertThat(typesViolated).hasSizeGreaterThan(15);
        assertThat(seen.excepted).isPositive();
        assertThat(seen.own).isPositive();
        assertThat(seen.inDefinitions).isPositive();
        assertThat(seen.expired).isPositive();
        assertThat(seen.unjudged).isPositive();
    }

    private static Instant noonOfToday() {
        return RandomPolicies.TODAY.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    private static final class Seen {
        private int excepted;
        private int own;
        private int inDefinitions;
        private int expired;
        private int unjudged;

        void add(Decision decision) {
            for (Excepted one : decision.excepted()) {
                excepted++;
                own += one.exception().equals(OwnImages.EXCEPTION) ? 1 : 0;
                inDefinitions += one.exception().contains("/") ? 1 : 0;
            }
            expired += decision.expired().size();
            unjudged += decision.unjudged().size();
        }
    }
}
