package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    private final Hosts hosts = Hosts.read(
            new Settings(
                    "oauth.x.",
                    Map.of(
                            "hosts",
                            "https://api.example.com, https://*.wide.example, https://my_api.example, http://127.0.0.1,"
                                    + " http://[::1]:80")),
            List.of(),
            "");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://API.example.com:443/x?y#z",
                "HTTPS://api.example.com/",
                "https://a.wide.example/",
                "https://my_api.example/",
                "http://127.0.0.1:80/",
                "http://[::1]/"
            })
    void aListedOriginIsCovered(String target) {
        assertThat(hosts.cover(URI.create(target))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1./",
                "http://127.0.0.1.:80/",
                "https://api.example.com./",
                "https://api.example.com.:443/",
                "https://ann@api.example.com/",
                "https://api.example.com:x@evil.example/",
                "https://api.example.com%2eevil.example/",
                "https://api.example.com:99999999999/",
                "https://api.example.com:99999/",
                "https://api.example.com:/",
                "https://api..example.com/",
                "https://.wide.example/",
                "https://wide.example/",
                "https://a.b.wide.example/",
                "https:///path",
                "https:opaque",
                "mailto:ann@api.example.com",
                "relative/path",
                "",
                "//api.example.com/",
                "http://[::1%25lo]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://127.1/",
                "http://0x7f.0.0.1/",
                "http://2130706433/",
                "https://apı.example.com/"
            })
    void anOddAddressIsNotCoveredAndNoFault(String target) {
        assertThat(hosts.cover(URI.create(target))).isFalse();
    }
}
