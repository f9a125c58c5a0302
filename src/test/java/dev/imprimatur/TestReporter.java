package dev.imprimatur;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Reports leaked tokens as a secret scanner does, with a key that is made anew for each JVM. */
public final class TestReporter
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final String KEY_ID = "test-reporter-1";

    private static final KeyPair KEY = newKey("secp256r1");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "testReporter",
                                Map.of(
                                        "imprimatur.leaks.keys." + KEY_ID,
                                        base64(KEY.getPublic().getEncoded()))));
    }

    /** Reports a body, signed as it has to be. */
    public static HttpResponse<String> report(ServiceClient client, String body) {
        return report(client, KEY_ID, sign(KEY, body), body);
    }

    /** Reports a body with whatever is said to be its signature. */
    public static HttpResponse<String> report(
            ServiceClient client, String keyId, String signature, String body) {
        return client.send(
                client.to("/_/secrets/disclose-token")
                        .header("Content-Type", "application/json")
                        .header("Github-Public-Key-Identifier", keyId)
                        .header("Github-Public-Key-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The signature of a body: base64 of its DER form. */
    public static String sign(String body) {
        return sign(KEY, body);
    }

    /** The same with another key. */
    public static String sign(KeyPair key, String body) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(body.getBytes(UTF_8));
            return base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair newKey(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
