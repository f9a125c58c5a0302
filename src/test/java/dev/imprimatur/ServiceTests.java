package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class ServiceTests {

    @LocalServerPort private int port;

    @Test
    void theServiceStartsAndIsHealthy() {
        assertThat(new ServiceClient(port).get("/actuator/health").body())
                .contains("\"status\":\"UP\"");
    }
}
