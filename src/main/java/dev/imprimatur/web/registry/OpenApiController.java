package dev.imprimatur.web.registry;

import dev.imprimatur.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands out the description of the management API (OpenAPI 3.1), for everybody: it holds no secret.
 * It is a file, made of the code when the code changes; nothing is generated here.
 */
@RestController
class OpenApiController {

    private static final Duration KEPT = Duration.ofMinutes(5);

    private final byte[] document;
    private final String tag;

    OpenApiController() throws IOException {
        this.document = new ClassPathResource("openapi.json").getContentAsByteArray();
        this.tag = HexFormat.of().formatHex(Secret.sha256(document));
    }

    @GetMapping("/_/api/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok()
                .eTag(tag)
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .contentType(MediaType.APPLICATION_JSON)
                .body(document);
    }
}
