package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Port;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A container takes a port of its host. */
final class HostPorts implements RuleType {
    @Override
    public String id() {
        return "hostPorts";
    }

    @Override
    public String description() {
        return "A container listens on a port of its host, past network policies and load balancers.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.notFargate();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.numbers("allowed", List.of(), "Ports that pass; none by default."),
                Parameter.texts(
                        "allowedRanges",
                        List.of(),
                        "Ranges of ports that pass, such as 30000-32767, both ends included; none by default."));
    }

    /** Both ends included. */
    private record Range(long first, long last) {
        static Range of(String written) {
            int dash = written.indexOf('-');
            long first = dash < 0 ? -1 : port(written.substring(0, dash));
            long last = dash < 0 ? -1 : port(written.substring(dash + 1));
            if (first < 0 || last < first) {
                throw new InvalidParameters(
                        "allowedRanges",
                        "'" + written + "' is no range of ports",
                        "Write the lower port first, such as 30000-32767.");
            }
            return new Range(first, last);
        }

        private static long port(String digits) {
            String trimmed = digits.strip();
            boolean number =
                    !trimmed.isEmpty()
                            && trimmed.length() <= 5
                            && trimmed.chars().allMatch(c -> c >= '0' && c <= '9');
            long port = number ? Long.parseLong(trimmed) : -1;
            return port > 65_535 ? -1 : port;
        }
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<Long> allowed = Set.copyOf(parameters.numbers("allowed"));
        List<Range> ranges = parameters.texts("allowedRanges").stream().map(Range::of).toList();
        String expected = expected(parameters);
        return (workload, _, out) -> {
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                List<Port> ports = container.ports();
                for (int p = 0; p < ports.size(); p++) {
                    Setting<Long> port = ports.get(p).hostPort();
                    if (port.isUnknown()) {
                        found |= out.unknown(workload, container, Attribute.HOST_PORT, p, port);
                    } else if (port instanceof Setting.Of<Long>(Long number)
                            && number != 0
                            && !allowed.contains(number)
                            && !isIn(ranges, number)) {
                        found |=
                                out.violated(
                                        workload,
                                        container,
                                        Attribute.HOST_PORT,
                                        p,
                                        port,
                                        expected,
                                        fix(workload));
                    }
                }
            }
            return found;
        };
    }

    /** On the host's network a port without one gets its container port, whatever is removed. */
    private static Fix fix(Workload workload) {
        return workload.hostNetwork().isUnknown() || workload.hostNetwork().or(false)
                ? Fix.MANUAL
                : Fix.REMOVE;
    }

    private static String expected(Parameters parameters) {
        List<String> all = new ArrayList<>();
        parameters.numbers("allowed").forEach(port -> all.add(port.toString()));
        all.addAll(parameters.texts("allowedRanges"));
        return all.isEmpty() ? "not set" : String.join(" or ", all) + ", or not set";
    }

    private static boolean isIn(List<Range> ranges, long port) {
        for (int i = 0; i < ranges.size(); i++) {
            if (port >= ranges.get(i).first() && port <= ranges.get(i).last()) {
                return true;
            }
        }
        return false;
    }
}
