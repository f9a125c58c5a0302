package dev.imprimatur.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTests {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    203.0.113.7,                203.0.113.7
                    ' 203.0.113.7 ',            203.0.113.7
                    203.0.113.7:51234,          203.0.113.7
                    ::ffff:203.0.113.7,         203.0.113.7
                    2001:db8:1:2::1,            20010db800010002/64
                    2001:db8:1:2:ffff::9,       20010db800010002/64
                    2001:DB8:1:2::1,            20010db800010002/64
                    2001:db8:1:3::1,            20010db800010003/64
                    [2001:db8:1:2::1]:51234,    20010db800010002/64
                    [2001:db8:1:2::1],          20010db800010002/64
                    fe80::1%nosuch0,            fe80000000000000/64
                    ::1,                        0000000000000000/64
                    unknown,                    unknown
                    _hidden,                    unknown
                    localhost,                  unknown
                    example.org:80,             unknown
                    '',                         unknown
                    [,                          unknown
                    :,                          unknown
                    %,                          unknown
                    """)
    void isOneClient(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @Test
    void aPeerWithoutAnAddressIsOneOfTheUnknown() {
        assertThat(ClientNetwork.of(null)).isEqualTo("unknown");
    }
}
