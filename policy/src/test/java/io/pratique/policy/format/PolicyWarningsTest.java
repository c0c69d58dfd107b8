package io.pratique.policy.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PolicyWarningsTest {
    private static final String POLICY =
            """
            apiVersion: pratique.io/v1
            kind: SecurityPolicy
            metadata:
              name: shop
            spec:
              platform: kubernetes
              rules:
                - type: hostPID
                  action: block
                - type: hostPID
                  action: log
              exceptions:
                - name: everything
              namespaced:
                - name: teams
                  namespaces: [team-*]
                  exceptions:
                    - name: elsewhere
                      rules: [hostPID]
                      namespaces: [prod]
            """;

    @Test
    void saysWhatHasNoEffectOrTooMuchAtItsPlace() {
        PolicyReader.Reading reading =
                PolicyReader.read(
                        Node.at(Documents.first(Source.of("policy.yaml", POLICY)), 0),
                        LocalDate.of(2026, 6, 15));
        assertThat(reading.policy()).isPresent();
        assertThat(reading.problems())
                .extracting(p -> p.code() + " " + p.pointer() + " " + p.position().line())
                .containsExactly(
                        "no-effect /spec/rules/1 10",
                        "excepts-everything /spec/exceptions/0 13",
                        "never-matches /spec/namespaced/0/exceptions/0/namespaces 20");
    }
}
