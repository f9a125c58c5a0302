package dev.imprimatur.web.leak;

import com.nimbusds.jose.jwk.Curve;
import dev.imprimatur.ConfigurationException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may report tokens that were found in the open.
 *
 * @param keys by the key id that reports name: an ECDSA public key on P-256, as PEM or as the
 *     base64 in it; none: nobody may report
 */
@ConfigurationProperties("imprimatur.leaks")
record LeaksProperties(@Nullable Map<String, String> keys) {

    /** Checks the keys at the start, so that no report is lost to a typing error. */
    LeaksProperties {
        read(keys);
    }

    Map<String, PublicKey> publicKeys() {
        return read(keys);
    }

    private static Map<String, PublicKey> read(@Nullable Map<String, String> texts) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        if (texts != null) {
            texts.forEach((id, text) -> keys.put(id, read(id, text)));
        }
        return keys;
    }

    private static PublicKey read(String id, String text) {
        try {
            byte[] encoded =
                    Base64.getDecoder()
                            .decode(text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----|\\s", ""));
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            if (key instanceof ECPublicKey ec
                    && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
                return key;
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw wrong(id);
        }
        throw wrong(id);
    }

    private static ConfigurationException wrong(String id) {
        return new ConfigurationException(
                "imprimatur.leaks.keys.%s must be an ECDSA public key on P-256, as PEM or as the base64 in it"
                        .formatted(id));
    }
}
