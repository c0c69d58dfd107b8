package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import java.util.List;

/**
 * Options of the daemon that one value decides. CIS Docker 1.6.0 section 2; rows 43, 46, 48, 50,
 * 51, 52, 55, 56, 57, 68, 69.
 */
final class DaemonOptions {
    private DaemonOptions() {}

    static Outcome experimental(HostView host, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (String path : List.of("version/Experimental", "info/ExperimentalBuild")) {
            Value flag = host.at(path);
            verdict.check("", flag, flag.isFalse(), "false");
        }
        Value option = host.option("experimental");
        verdict.check("", option, !option.isTrue(), "false");
        return verdict.decide("Experimental features are off.", "Experimental features are on.");
    }

    static Outcome liveRestore(HostView host, Parameters parameters) {
        String swarm = host.at("info/Swarm/LocalNodeState").text("inactive");
        if (swarm.equals("active")) {
            return Outcome.notApplicable("Swarm is active, which live restore does not work with.");
        }
        Value flag = host.at("info/LiveRestoreEnabled");
        return new Verdict()
                .check("", flag, flag.isTrue(), "true")
                .decide("Live restore is on.", "Live restore is off.");
    }

    static Outcome tls(HostView host, Parameters parameters) {
        Value hosts = host.option("hosts");
        Verdict verdict = new Verdict();
        if (hosts.isUnknown()) {
            return Outcome.noEvidence(hosts.unknown().orElseThrow());
        }
        boolean verified =
                host.option("tlsverify").isTrue()
                        && host.option("tlscacert").hasContent()
                        && host.option("tlscert").hasContent()
                        && host.option("tlskey").hasContent();
        int listeners = 0;
        boolean loopback = true;
        for (Value address : hosts.elements().isEmpty() ? List.of(hosts) : hosts.elements()) {
            if (address.text().startsWith("tcp://")) {
                listeners++;
                loopback &= isLoopback(address.text().substring(6));
                verdict.check(
                        "", address, verified, "tlsverify with tlscacert, tlscert and tlskey");
            }
        }
        Value seen = host.doc().lenient().get("listeners");
        for (Value listener : seen.elements()) {
            boolean docker =
                    listener.get("process").text().equals("dockerd")
                            && listener.get("protocol").text().startsWith("tcp")
                            && listener.get("port").number(0) != 2_377
                            && listener.get("port").number(0) != 7_946;
            if (docker) {
                listeners++;
                loopback &= isLoopback(listener.get("address").text());
                verdict.check(
                        "", listener, verified, "tlsverify with tlscacert, tlscert and tlskey");
            }
        }
        if (verified && listeners > 0) {
            for (String name : List.of("tlscacert", "tlscert", "tlskey")) {
                Value path = host.option(name);
                Value file = host.file(path.text());
                verdict.check("", file, file.get("exists").isTrue(), name + " exists");
            }
        }
        if (listeners == 0) {
            return Outcome.notApplicable("The daemon listens on no TCP address.");
        }
        if (loopback && verdict.failed()) {
            verdict.note("It listens on loopback only, which makes it MEDIUM.");
        }
        return verdict.decide(
                "Every TCP listener asks for a certificate.",
                "Whoever reaches the daemon's TCP listener is root of the host.");
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || address.startsWith("localhost")
                || address.startsWith("[::1]")
                || address.equals("::1");
    }

    static Outcome userlandProxy(HostView host, Parameters parameters) {
        Value option = host.option("userland-proxy");
        Verdict verdict = new Verdict().check("", option, option.isFalse(), "false");
        for (Value process : host.doc().lenient().get("processes").elements()) {
            Value name = process.get("name");
            if (name.text().equals("docker-proxy")) {
                verdict.fail("", name, "", "no docker-proxy");
            }
        }
        return verdict.decide("The userland proxy is off.", "The userland proxy is on.");
    }

    static Outcome aufs(HostView host, Parameters parameters) {
        Value driver = host.at("info/Driver");
        return new Verdict()
                .check("", driver, !driver.text().equals("aufs"), "not aufs")
                .decide(
                        "The storage driver is not aufs (engine "
                                + host.at("version/Version").text("not known")
                                + ").",
                        "The storage driver is aufs.");
    }

    static Outcome baseSize(HostView host, Parameters parameters) {
        Value driver = host.at("info/Driver");
        if (driver.isUnknown()) {
            return Outcome.noEvidence(driver.unknown().orElseThrow());
        }
        if (!driver.text().equals("devicemapper")) {
            return Outcome.notApplicable("The storage driver is not devicemapper.");
        }
        Value options = host.option("storage-opts");
        boolean set = false;
        for (String option : options.texts()) {
            set |= option.startsWith("dm.basesize");
        }
        return new Verdict()
                .check("", options, !set, "no dm.basesize")
                .decide("The base device has its size.", "The base device's size is changed.");
    }

    static Outcome cgroupParent(HostView host, Parameters parameters) {
        Value parent = host.option("cgroup-parent");
        String text = parent.text();
        boolean good = text.isEmpty() || text.equals("/docker") || text.equals("system.slice");
        return new Verdict()
                .check("", parent, good, "the driver's default")
                .decide("The default cgroup is used.", "Another cgroup is used.");
    }

    static Outcome ulimits(HostView host, Parameters parameters) {
        Value limits = host.option("default-ulimits");
        Verdict verdict = new Verdict();
        for (String name : parameters.texts("required_ulimits")) {
            Value limit = limits.lenient().get(name);
            long hard = limit.get("Hard").number(limit.get("hard").number(-1));
            verdict.check(name, limit, limit.isSet() && hard > 0, "a finite hard limit");
        }
        return verdict.decide("Default ulimits are set.", "A default ulimit is not set.");
    }

    static Outcome authorization(HostView host, Parameters parameters) {
        Value option = host.option("authorization-plugins");
        Value seen = host.at("info/Plugins").lenient().get("Authorization");
        Verdict verdict = new Verdict();
        if (seen.hasContent()) {
            verdict.pass("", seen, "", "a plugin");
        } else if (option.hasContent()) {
            verdict.pass("", option, "", "a plugin");
        } else {
            verdict.check("", option.isUnknown() ? option : seen, false, "a plugin");
        }
        return verdict.decide(
                "An authorization plugin decides on commands.",
                "Whoever reaches the socket may do everything.");
    }

    static Outcome iptables(HostView host, Parameters parameters) {
        Value option = host.option("iptables");
        return new Verdict()
                .check("", option, !option.isFalse(), "true")
                .decide("Docker keeps its iptables rules.", "Docker may not set iptables rules.");
    }

    static Outcome logLevel(HostView host, Parameters parameters) {
        Value level = host.option("log-level");
        Value debug = host.option("debug");
        return new Verdict()
                .check("", level, level.text("info").equals("info"), "info")
                .check("", debug, !debug.isTrue(), "false: it overrides the level")
                .decide("The daemon logs at info.", "The daemon does not log at info.");
    }
}
