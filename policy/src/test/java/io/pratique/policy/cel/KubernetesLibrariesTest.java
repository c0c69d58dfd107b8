package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kubernetes' libraries, by the facts its documentation gives of each function. */
class KubernetesLibrariesTest {
    private static void assertTrue(String... expressions) {
        List<String> wrong = new ArrayList<>();
        for (String expression : expressions) {
            try {
                Object value = Expressions.value(expression);
                if (!Boolean.TRUE.equals(value)) {
                    wrong.add(expression + " is " + Values.shown(value));
                }
            } catch (RuntimeException e) {
                wrong.add(expression + ": " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void lists() {
        assertTrue(
                "[1, 2, 3].isSorted() && !['b', 'a'].isSorted() && [].isSorted()",
                "['a', 'b', 'b', 'c'].isSorted()",
                "[1, 3].sum() == 4 && [1.5, 2.0].sum() == 3.5",
                "[duration('1m'), duration('1s')].sum() == duration('61s')",
                "[1, 3, 2].min() == 1 && [1, 3, 2].max() == 3 && ['b', 'a'].min() == 'a'",
                "[1, 2, 2, 3].indexOf(2) == 1 && ['a', 'b', 'b', 'c'].lastIndexOf('b') == 2",
                "[1.0].indexOf(1.1) == -1",
                "[1, 2, 3, 4].slice(1, 3) == [2, 3]",
                "[[1], [2, 3]].flatten() == [1, 2, 3]",
                "[1, 2, 2, 1].distinct() == [1, 2] && [3, 1, 2].sort() == [1, 2, 3]",
                "[1, 2].reverse() == [2, 1] && lists.range(3) == [0, 1, 2]");
    }

    @Test
    void sets() {
        assertTrue(
                "sets.contains([1, 2, 3, 4], [2, 3]) && sets.contains([], [])",
                "!sets.contains([1, 2], [2, 3])",
                "sets.equivalent([1, 1, 2], [2, 1]) && !sets.equivalent([1], [1, 2])",
                "sets.intersects([1, 2], [2, 3]) && !sets.intersects([1], [2])",
                "!sets.intersects([1], [])");
    }

    @Test
    void regularExpressionsOfRe2() {
        assertTrue(
                "'abc 123'.find('[0-9]+') == '123'",
                "'abc 123'.find('xyz') == ''",
                "'123 abc 456'.findAll('[0-9]+') == ['123', '456']",
                "'123 abc 456'.findAll('[0-9]+', 1) == ['123']",
                "'123 abc 456'.findAll('xyz') == []",
                "'nginx:1.29'.matches('^[a-z]+:[0-9.]+$') && !'x'.matches('^y$')",
                "'abc'.matches('b')",
                "matches('abc', 'a.c')",
                "'xay'.matches('x' + 'a')");
    }

    @Test
    void urls() {
        assertTrue(
                "url('https://example.com:80/').getHost() == 'example.com:80'",
                "url('https://example.com/').getHost() == 'example.com'",
                "url('https://[::1]:80/').getHost() == '[::1]:80'",
                "url('/path').getHost() == ''",
                "url('https://example.com:80/').getHostname() == 'example.com'",
                "url('https://127.0.0.1:80/').getHostname() == '127.0.0.1'",
                "url('https://[::1]:80/').getHostname() == '::1'",
                "url('https://example.com:80/').getPort() == '80'",
                "url('https://example.com/').getPort() == ''",
                "url('/path').getScheme() == '' && url('https://example.com/').getScheme() == 'https'",
                "url('https://example.com/path').getEscapedPath() == '/path'",
                "url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'",
                "url('https://example.com').getEscapedPath() == ''",
                "url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}",
                "url('https://example.com/path?key with spaces=value with spaces').getQuery() == {'key with spaces': ['value with spaces']}",
                "url('https://example.com/path?').getQuery() == {}",
                "url('https://example.com/path').getQuery() == {}",
                "isURL('https://user:pass@example.com:80/path?query=val#fragment')",
                "isURL('/absolute-path')",
                "!isURL('https://a:b:c/')",
                "!isURL('../relative-path')");
    }

    @Test
    void quantities() {
        assertTrue(
                "isQuantity('1.3G') && isQuantity('1.3Gi') && isQuantity('1e3') && isQuantity('-5m')",
                "!isQuantity('1,3G') && !isQuantity('10000k1') && !isQuantity('200K') && !isQuantity('Three') && !isQuantity('Mi')",
                "quantity('50000000G').isInteger() && !quantity('50k').sub(quantity('1m')).isInteger()",
                "quantity('50k').asInteger() == 50000",
                "quantity('9999999999999999999999999999999999999G').sign() == 1",
                "quantity('50.703k').asApproximateFloat() == 50703.0",
                "quantity('-1').sign() == -1 && quantity('0').sign() == 0",
                "quantity('50k').add(quantity('20')) == quantity('50020')",
                "quantity('50k').add(20) == quantity('50020')",
                "quantity('50k').sub(quantity('20')) == quantity('49980')",
                "quantity('50k').sub(20) == quantity('49980')",
                "quantity('200M').compareTo(quantity('0.2G')) == 0",
                "quantity('50M').compareTo(quantity('50Mi')) == -1",
                "quantity('50Mi').isGreaterThan(quantity('50M'))",
                "quantity('150Mi').isLessThan(quantity('1Gi'))",
                "quantity('100m') == quantity('0.1') && quantity('1Ki') == quantity('1024')",
                "quantity('1E') == quantity('1e18')");
    }

    @Test
    void addresses() {
        assertTrue(
                "isIP('127.0.0.1') && isIP('::1') && !isIP('127.0.0.256') && !isIP(':::1')",
                "!isIP('1.2.3') && !isIP('01.2.3.4') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0')",
                "!isIP('1:2:3:4:5:6:7') && !isIP('1:2:3:4:5:6:7:8:9') && isIP('1:2:3:4:5:6:7::')",
                "!isIP('12345::') && !isIP('1::2::3') && !isIP('') && isIP('::') && isIP('64:ff9b::1.2.3.4')",
                "ip('192.168.0.1') == ip('192.168.0.1')",
                "ip('192.168.0.1').family() == 4 && ip('::1').family() == 6",
                "ip.isCanonical('127.0.0.1') && ip.isCanonical('2001:db8::abcd')",
                "!ip.isCanonical('2001:DB8::ABCD') && !ip.isCanonical('2001:db8::0:0:0:abcd')",
                "ip('0.0.0.0').isUnspecified() && ip('::').isUnspecified() && !ip('127.0.0.1').isUnspecified()",
                "ip('127.0.0.1').isLoopback() && ip('::1').isLoopback() && !ip('192.168.0.1').isLoopback()",
                "ip('224.0.0.1').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast() && !ip('224.0.1.1').isLinkLocalMulticast()",
                "ip('169.254.169.254').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast() && !ip('fd80::1').isLinkLocalUnicast()",
                "ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && ip('2001:db8::abcd').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast()",
                "string(ip('2001:DB8:0:0:0:0:0:1')) == '2001:db8::1'",
                "string(ip('1:0:0:2:0:0:0:3')) == '1:0:0:2::3' && string(ip('::')) == '::'",
                "isCIDR('192.168.0.0/16') && !isCIDR('192.168.0.0/') && isCIDR('::1/128') && !isCIDR('192.168.0.0/33')",
                "cidr('192.168.0.0/24').containsIP(ip('192.168.0.1')) && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))",
                "cidr('192.168.0.0/24').containsIP('192.168.0.1')",
                "!cidr('10.0.0.0/8').containsIP('::1')",
                "cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24')) && !cidr('192.168.1.0/24').containsCIDR('192.168.2.0/24')",
                "!cidr('192.168.0.0/24').containsCIDR('192.168.0.0/16')",
                "cidr('192.168.0.1/24').ip() == ip('192.168.0.1')",
                "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')",
                "cidr('192.168.0.0/24').prefixLength() == 24 && cidr('::1/128').prefixLength() == 128",
                "string(cidr('192.168.0.0/24')) == '192.168.0.0/24'");
    }

    @Test
    void formats() {
        assertTrue(
                "!format.dns1123Label().validate('my-label-name').hasValue()",
                "format.dns1123Label().validate('Bad_Name').hasValue()",
                "format.dns1123Label().validate('a-').hasValue() && !format.dns1123LabelPrefix().validate('a-').hasValue()",
                "!format.dns1123Subdomain().validate('apiextensions.k8s.io').hasValue()",
                "!format.qualifiedName().validate('apiextensions.k8s.io/v1beta1').hasValue()",
                "format.qualifiedName().validate('/x').hasValue()",
                "!format.labelValue().validate('my-cool-label-value').hasValue() && !format.labelValue().validate('').hasValue()",
                "format.dns1035Label().validate('1abc').hasValue()",
                "!format.uri().validate('http://example.com').hasValue()",
                "!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()",
                "!format.byte().validate('aGVsbG8=').hasValue() && format.byte().validate('aGVsbG8').hasValue()",
                "!format.date().validate('2021-01-01').hasValue() && format.date().validate('2021-13-01').hasValue()",
                "!format.datetime().validate('2021-01-01T00:00:00Z').hasValue()",
                "format.named('dns1123Label').hasValue() && !format.named('unknown').hasValue()",
                "format.named('dns1123Label').value().validate('Bad_Name').value().size() == 1");
    }

    @Test
    void versions() {
        assertTrue(
                "isSemver('1.0.0') && isSemver('0.1.0-alpha.1') && !isSemver('v1.0') && !isSemver('1.0') && !isSemver('01.0.0')",
                "isSemver('v1.0', true) && semver('v01.01', true) == semver('1.1.0')",
                "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3",
                "semver('1.2.3').compareTo(semver('2.0.0')) < 0",
                "semver('1.2.3').isLessThan(semver('1.10.0'))",
                "semver('1.0.0-alpha').isLessThan(semver('1.0.0'))",
                "semver('1.0.0-alpha.1').isGreaterThan(semver('1.0.0-alpha'))",
                "semver('1.0.0-alpha.10').isGreaterThan(semver('1.0.0-alpha.9'))",
                "semver('1.0.0+a').compareTo(semver('1.0.0+b')) == 0");
    }

    @Test
    void texts() {
        assertTrue(
                "'hello'.charAt(4) == 'o' && 'hello'.charAt(5) == ''",
                "'hello mellow'.indexOf('') == 0 && 'hello mellow'.indexOf('ello') == 1 && 'hello mellow'.indexOf('jello') == -1",
                "'hello mellow'.indexOf('', 2) == 2 && 'hello mellow'.indexOf('ello', 2) == 7",
                "'hello mellow'.lastIndexOf('') == 12 && 'hello mellow'.lastIndexOf('ello') == 7 && 'hello mellow'.lastIndexOf('ello', 6) == 1",
                "['hello', 'mellow'].join() == 'hellomellow' && ['hello', 'mellow'].join(' ') == 'hello mellow' && [].join('/') == ''",
                "'TacoCat'.lowerAscii() == 'tacocat' && 'TacoCÆt Xii'.lowerAscii() == 'tacocÆt xii'",
                "'TacoCÆt Xii'.upperAscii() == 'TACOCÆT XII'",
                "'hello hello'.replace('he', 'we') == 'wello wello' && 'hello hello'.replace('he', 'we', 1) == 'wello hello'",
                "'hello hello'.replace('he', 'we', -1) == 'wello wello' && 'hello hello'.replace('he', 'we', 0) == 'hello hello'",
                "'ab'.replace('', '_') == '_a_b_'",
                "'hello hello hello'.split(' ') == ['hello', 'hello', 'hello'] && 'hello hello hello'.split(' ', 0) == []",
                "'hello hello hello'.split(' ', 1) == ['hello hello hello'] && 'hello hello hello'.split(' ', 2) == ['hello', 'hello hello']",
                "'abc'.split('') == ['a', 'b', 'c'] && ''.split(',') == ['']",
                "'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco' && 'ta©o©αT'.substring(2, 6) == '©o©α'",
                "'  \\ttrim\\n    '.trim() == 'trim'",
                "strings.quote('single-quote with \"double quote\"') == '\"single-quote with \\\\\"double quote\\\\\"\"'",
                "'this is a string: %s\\nand an integer: %d'.format(['str', 42]) == 'this is a string: str\\nand an integer: 42'",
                "'%.2f %e'.format([3.14159, 1234.5]) == '3.14 1.234500e+03'",
                "'%b %o %x %X'.format([5, 8, 255, 255]) == '101 10 ff FF'",
                "'%s %s'.format([[1, 'a'], {'k': true}]) == '[1, a] {k: true}'",
                "'100%%'.format([]) == '100%'",
                "'aé😀'.size() == 3 && 'aé😀'.charAt(2) == '😀'");
    }

    @Test
    void refusesWhatIsNoValueOfALibrary() {
        for (String expression :
                List.of(
                        "ip(object.metadata.name).isLoopback()",
                        "cidr(object.metadata.name).prefixLength() == 1",
                        "url(object.metadata.name).getHost() == ''",
                        "quantity(object.metadata.name).isInteger()",
                        "semver(object.metadata.name).major() == 1",
                        "quantity('0.5').asInteger() == 0",
                        "object.metadata.name.matches('[' + object.metadata.name)",
                        "'%d'.format(['a']) == ''",
                        "'%s'.format([]) == ''",
                        "'%q'.format([1]) == ''")) {
            assertThatThrownBy(() -> Expressions.value(expression), expression)
                    .isInstanceOf(EvaluationFailed.class);
        }
    }
}
