package io.pratique.runtime.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulePackTest {
    private static final String RULE =
            """
            - rule: Opened
              id: PQ-9001
              version: 1
              desc: d
              condition: evt.type = openat and fd.name = /etc/shadow
              output: o %fd.name
              priority: ERROR
            """;

    private final KeyPair pair;
    private final PackKeys keys;

    RulePackTest() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        keys =
                PackKeys.pem(
                        "-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(pair.getPublic().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n");
    }

    private Map<String, byte[]> pack(String rules) throws GeneralSecurityException {
        byte[] bytes = rules.getBytes(StandardCharsets.UTF_8);
        Manifest manifest =
                new Manifest(
                        "managed",
                        "1.2.3",
                        List.of(new Manifest.Entry("a.yaml", RulePack.sha256(bytes))));
        byte[] text = manifest.json().getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> files = new HashMap<>();
        files.put("a.yaml", bytes);
        files.put(Manifest.FILE, text);
        files.put(
                Manifest.SIGNATURE_FILE,
                PackKeys.sign(text, pair.getPrivate()).getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    private RulePack open(Map<String, byte[]> files) throws IOException, InvalidPack {
        return RulePack.open(name -> Optional.ofNullable(files.get(name)), keys);
    }

    @Test
    void opensAPackThatIsSigned() throws Exception {
        RulePack pack = open(pack(RULE));
        assertThat(pack.manifest().version()).isEqualTo("1.2.3");
        assertThat(pack.managedRules()).hasSize(1);
    }

    @Test
    void refusesEveryChangeOfAByte() throws Exception {
        for (String name : List.of("a.yaml", Manifest.FILE, Manifest.SIGNATURE_FILE)) {
            Map<String, byte[]> files = pack(RULE);
            byte[] bytes = files.get(name);
            bytes[bytes.length / 2] ^= 1;
            assertThatThrownBy(() -> open(files)).as(name).isInstanceOf(InvalidPack.class);
            files.remove(name);
            assertThatThrownBy(() -> open(files)).as(name).hasMessageContaining("no such file");
        }
    }

    @Test
    void refusesAnotherKeyAndABadRule() throws Exception {
        Map<String, byte[]> files = pack(RULE);
        PackKeys others =
                new PackKeys(
                        List.of(
                                KeyPairGenerator.getInstance("Ed25519")
                                        .generateKeyPair()
                                        .getPublic()));
        assertThatThrownBy(
                        () -> RulePack.open(name -> Optional.ofNullable(files.get(name)), others))
                .isInstanceOf(InvalidPack.class)
                .hasMessageContaining("not by a key that is trusted");
        Map<String, byte[]> bad = pack(RULE.replace("fd.name =", "fd.nam ="));
        assertThatThrownBy(() -> open(bad)).isInstanceOf(InvalidPack.class);
    }

    @Test
    void tellsWhatANewerPackChanges() throws Exception {
        List<ManagedRule> old = open(pack(RULE)).managedRules();
        String changed = RULE.replace("/etc/shadow", "/etc/passwd").replace("n: 1", "n: 2");
        assertThat(PackDiff.between(old, open(pack(changed)).managedRules()))
                .containsExactly(
                        new PackDiff.Change(
                                PackDiff.Kind.CHANGED,
                                "PQ-9001",
                                "Opened",
                                List.of("version", "condition")));
        assertThat(PackDiff.between(old, List.of()).getFirst().kind())
                .isEqualTo(PackDiff.Kind.REMOVED);
        assertThat(PackDiff.between(List.of(), old).getFirst().kind())
                .isEqualTo(PackDiff.Kind.ADDED);
        assertThat(PackDiff.between(old, old)).isEmpty();
    }
}
