package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.catalogue.Mapping;
import io.pratique.posture.catalogue.Parameter;
import io.pratique.posture.catalogue.Template;
import io.pratique.posture.catalogue.Template.Column;
import io.pratique.posture.kernel.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    /** Of the list as its owner gave it. */
    private static final String SHA_256 =
            "02b805a1eea9c887ce1f52126ba0ad6e236147cba73918f64c050f3f9133e144";

    private final Catalogue catalogue = Catalogue.load();

    @Test
    void holdsTheListByteForByte() throws IOException, NoSuchAlgorithmException {
        byte[] list = Catalogue.list();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(list);
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(SHA_256);
        Path given = Path.of("../../shared/spec/posture-templates.tsv");
        if (Files.exists(given)) {
            assertThat(list).isEqualTo(Files.readAllBytes(given));
        }
    }

    @Test
    void givesEveryCellAsTheListHasIt() {
        String[] lines = new String(Catalogue.list(), StandardCharsets.UTF_8).split("\n", -1);
        List<Template> templates = catalogue.templates();
        assertThat(templates).hasSize(116);
        for (int i = 0; i < templates.size(); i++) {
            String[] cells = lines[i + 1].split("\t", -1);
            for (Column column : Column.values()) {
                assertThat(templates.get(i).cell(column)).isEqualTo(cells[column.ordinal()]);
            }
        }
    }

    @Test
    void keepsNoBreakSpacesInThirtyEightNames() {
        assertThat(catalogue.templates())
                .filteredOn(template -> template.name().contains("\u00A0"))
                .hasSize(38);
        assertThat(catalogue.templates())
                .allSatisfy(template ->
                        assertThat(template.cell(Column.NAME_PLAIN)).doesNotContain("\u00A0"));
    }

    @Test
    void hasOneKernelForEachTemplate() {
        assertThat(Kernels.all().stream().map(Kernels.Entry::slug))
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.templates().stream().map(Template::slug).toList());
    }

    @Test
    void declaresTheParametersThatTheListNames() {
        for (Template template : catalogue.templates()) {
            List<String> named = new ArrayList<>();
            for (String part : template.cell(Column.PARAMS).split(";", -1)) {
                if (!part.isEmpty()) {
                    named.add(part.substring(0, part.indexOf('=')));
                }
            }
            assertThat(template.parameters().stream().map(Parameter::name))
                    .as(template.slug())
                    .containsExactlyElementsOf(named);
        }
    }

    @Test
    void addsWhatTheListLacks() {
        for (Template template : catalogue.templates()) {
            assertThat(template.description()).as(template.slug()).isNotBlank();
            assertThat(template.rationale()).as(template.slug()).isNotBlank();
            assertThat(template.remediation().summary()).as(template.slug()).isNotBlank();
            assertThat(template.remediation().console()).as(template.slug()).isNotBlank();
            assertThat(template.remediation().cli()).as(template.slug()).isNotBlank();
            assertThat(template.remediation().cloudFormation()).as(template.slug()).isNotBlank();
            assertThat(template.remediation().terraform()).as(template.slug()).isNotBlank();
        }
    }

    @Test
    void mapsFrameworksToTemplatesThatExist() {
        assertThat(catalogue.mappings())
                .isNotEmpty()
                .allSatisfy(mapping ->
                        assertThat(catalogue.template(mapping.slug()))
                                .as(mapping.slug())
                                .isPresent());
        for (Template template : catalogue.templates()) {
            List<String> hipaa =
                    catalogue.mappings().stream()
                            .filter(m -> m.framework().equals("hipaa") && m.source().equals("seed"))
                            .filter(m -> m.slug().equals(template.slug()))
                            .map(Mapping::requirement)
                            .toList();
            assertThat(String.join(", ", hipaa)).isEqualTo(template.cell(Column.HIPAA));
        }
    }
}
