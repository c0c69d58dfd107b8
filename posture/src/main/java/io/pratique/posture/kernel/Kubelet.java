package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.State;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.NodeView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the kubelet. CIS Kubernetes 4.2, CIS EKS 3.2; rows 104 to 115. An absent setting has
 * three truths: the zero value in what it answers, the default of its file, the old default of its
 * flag.
 */
final class Kubelet {
    private Kubelet() {}

    private static final String FARGATE = "eks.amazonaws.com/compute-type";

    /** Adds who operates it, and leaves out nodes that are known not to be Fargate's. */
    private static Outcome of(NodeView node, Judgement.NodeRule rule, Parameters parameters) {
        boolean fargate = node.label(FARGATE).equals("fargate");
        if (node.labelsKnown() && !fargate) {
            return Outcome.notApplicable("The node is not labelled " + FARGATE + "=fargate.");
        }
        if (node.source() == NodeView.Source.NONE) {
            return Outcome.noEvidence(node.missing());
        }
        Outcome outcome = rule.judge(node, parameters);
        if (!fargate) {
            return outcome.note(
                    "The labels of the node are not known: judged as a kubelet of the customer.");
        }
        return outcome.state() == State.FAIL ? outcome.byAws() : outcome;
    }

    private static Verdict one(NodeView.Found found, boolean good, String expected) {
        Verdict verdict = new Verdict();
        if (found.isUnknown()) {
            return verdict.unknown(
                    "", found.value(), found.value().unknown().orElseThrow(), expected);
        }
        String said = found.flag() ? found.shown() : "";
        return good
                ? verdict.pass("", found.value(), said, expected)
                : verdict.fail("", found.value(), said, expected);
    }

    private static boolean flagsOnly(NodeView node) {
        return node.source() == NodeView.Source.FLAGS;
    }

    static Outcome tlsFiles(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found bootstrap =
                            n.setting("serverTLSBootstrap", "rotate-server-certificates");
                    NodeView.Found cert = n.setting("tlsCertFile", "tls-cert-file");
                    NodeView.Found key = n.setting("tlsPrivateKeyFile", "tls-private-key-file");
                    if (bootstrap.isTrue()) {
                        return one(bootstrap, true, "true")
                                .decide("Certificates come from the cluster.", "");
                    }
                    String file = cert.string();
                    boolean selfSigned = file.endsWith("/pki/kubelet.crt");
                    Verdict verdict =
                            one(
                                    cert,
                                    !file.isEmpty() && !selfSigned,
                                    "a certificate that somebody signed");
                    verdict.include(
                            one(key, !key.string().isEmpty(), "its key").decide("", ""), "");
                    return verdict.decide(
                            "The kubelet serves with a certificate that was given to it.",
                            "The kubelet serves with a certificate it made for itself.");
                },
                p);
    }

    static Outcome anonymous(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found found =
                            n.setting("authentication/anonymous/enabled", "anonymous-auth");
                    boolean good =
                            found.isSet() ? found.isFalse() : n.source() == NodeView.Source.FILE;
                    if (!found.isSet()
                            && n.source() == NodeView.Source.CONFIGZ
                            && !found.isUnknown()) {
                        return Outcome.noEvidence(
                                new Missing(
                                        Reason.PARSE_ERROR,
                                        "authentication.anonymous.enabled, which configz always shows"));
                    }
                    return one(found, good, "false")
                            .decide("Nobody is let in without a name.", "Anybody is let in.");
                },
                p);
    }

    static Outcome authorization(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found found = n.setting("authorization/mode", "authorization-mode");
                    boolean good =
                            found.isSet()
                                    ? !found.string().isEmpty() && !allowsAll(found.string())
                                    : n.source() == NodeView.Source.FILE;
                    return one(found, good, "Webhook")
                            .decide("Requests are authorized.", "Every request is allowed.");
                },
                p);
    }

    private static boolean allowsAll(String modes) {
        for (String mode : modes.split(",", -1)) {
            if (mode.strip().equals("AlwaysAllow")) {
                return true;
            }
        }
        return false;
    }

    static Outcome clientCa(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found found =
                            n.setting("authentication/x509/clientCAFile", "client-ca-file");
                    return one(found, !found.string().isEmpty(), "the CA of the cluster")
                            .decide(
                                    "Client certificates are checked.",
                                    "No CA for client certificates is set.");
                },
                p);
    }

    static Outcome eventRate(NodeView node, Parameters p) {
        return of(
                node,
                (n, parameters) -> {
                    NodeView.Found found = n.setting("eventRecordQPS", "event-qps");
                    long rate = found.flag() ? parse(found.string(), 50) : found.value().number(50);
                    long least = parameters.number("min_event_qps", Long.MAX_VALUE);
                    return one(found, rate == 0 || rate >= least, "0, which means no limit")
                            .decide("No event is lost.", "Events beyond a rate are lost.");
                },
                p);
    }

    private static long parse(String text, long other) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            return other;
        }
    }

    static Outcome utilChains(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found found =
                            n.setting("makeIPTablesUtilChains", "make-iptables-util-chains");
                    return one(found, !found.isFalse(), "true")
                            .decide(
                                    "The kubelet keeps its iptables chains.",
                                    "The kubelet keeps no iptables chains.");
                },
                p);
    }

    static Outcome kernelDefaults(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found found =
                            n.setting("protectKernelDefaults", "protect-kernel-defaults");
                    return one(found, found.isTrue(), "true")
                            .decide(
                                    "The kernel's settings are protected.",
                                    "The kubelet changes the kernel's settings.");
                },
                p);
    }

    static Outcome readOnlyPort(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    NodeView.Found found = n.setting("readOnlyPort", "read-only-port");
                    boolean good =
                            found.isSet()
                                    ? (found.flag()
                                                    ? parse(found.string(), -1)
                                                    : found.value().number(-1))
                                            == 0
                                    : !flagsOnly(n);
                    return one(found, good, "0")
                            .decide("The read-only port is off.", "The read-only port is on.");
                },
                p);
    }

    static Outcome rotateClient(NodeView node, Parameters p) {
        return of(
                node,
                (n, _) -> {
                    if (n.doc().get("clientAuth").text().equals("exec")) {
                        return Outcome.notApplicable(
                                "The kubelet authenticates by an exec plugin (IAM) and holds no client certificate.");
                    }
                    NodeView.Found found = n.setting("rotateCertificates", "rotate-certificates");
                    return one(found, found.isTrue(), "true")
                            .decide(
                                    "The client certificate is rotated.",
                                    "The client certificate is not rotated.");
                },
                p);
    }

    static Outcome rotateServer(NodeView node, Parameters p) {
        return of(
                node,
                (n, parameters) -> {
                    if (parameters.flag("external_cert_rotation")) {
                        return Outcome.notApplicable(
                                "Certificates are rotated by another program (external_cert_rotation).");
                    }
                    NodeView.Found bootstrap =
                            n.setting("serverTLSBootstrap", "rotate-server-certificates");
                    NodeView.Found gates =
                            n.setting(
                                    "featureGates/RotateKubeletServerCertificate", "feature-gates");
                    boolean off =
                            gates.flag()
                                    ? gates.string()
                                            .contains("RotateKubeletServerCertificate=false")
                                    : gates.isFalse();
                    Verdict verdict = one(bootstrap, bootstrap.isTrue(), "true");
                    verdict.include(one(gates, !off, "not false").decide("", ""), "");
                    return verdict.decide(
                            "The server certificate is rotated.",
                            "The server certificate is not rotated.");
                },
                p);
    }

    static Outcome idleTimeout(NodeView node, Parameters p) {
        return of(
                node,
                (n, parameters) -> {
                    NodeView.Found found =
                            n.setting(
                                    "streamingConnectionIdleTimeout",
                                    "streaming-connection-idle-timeout");
                    String text = found.string();
                    if (!found.isSet()) {
                        return one(
                                        found,
                                        n.source() != NodeView.Source.CONFIGZ,
                                        "a positive duration")
                                .decide(
                                        "The default of 4h holds.",
                                        "The timeout is 0, which configz leaves out.");
                    }
                    Optional<Duration> duration = GoDuration.parse(text);
                    if (duration.isEmpty()) {
                        return Outcome.noEvidence(
                                new Missing(
                                        Reason.PARSE_ERROR,
                                        "a Go duration where '" + text + "' stands"));
                    }
                    Optional<Duration> most = GoDuration.parse(parameters.text("max_idle"));
                    boolean good =
                            duration.get().isPositive()
                                    && (most.isEmpty()
                                            || duration.get().compareTo(most.get()) <= 0);
                    return one(
                                    found,
                                    good,
                                    most.map(m -> "at most " + m).orElse("a positive duration"))
                            .decide(
                                    "Idle connections are closed.",
                                    "Idle connections stay open too long.");
                },
                p);
    }

    static Outcome ciphers(NodeView node, Parameters p) {
        return of(
                node,
                (n, parameters) -> {
                    NodeView.Found least = n.setting("tlsMinVersion", "tls-min-version");
                    if (least.string().equals("VersionTLS13")) {
                        return one(least, true, "VersionTLS13")
                                .decide("TLS 1.3 has strong ciphers only.", "");
                    }
                    NodeView.Found suites = n.setting("tlsCipherSuites", "tls-cipher-suites");
                    List<String> listed =
                            suites.flag()
                                    ? List.of(suites.string().split(",", -1))
                                    : suites.value().texts();
                    boolean strong = !listed.isEmpty();
                    for (String suite : listed) {
                        strong &= parameters.texts("strong_ciphers").contains(suite.strip());
                    }
                    return one(suites, strong, "strong ciphers only, or tlsMinVersion VersionTLS13")
                            .decide("Only strong ciphers are taken.", "Weak ciphers are taken.");
                },
                p);
    }
}
