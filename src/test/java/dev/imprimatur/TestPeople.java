package dev.imprimatur;

import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestToken;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The operator's identity provider for one JVM, {@code staff}, shaped like Keycloak. */
public final class TestPeople
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final TestIssuer STAFF = TestIssuer.start();

    /** One that a test may bring down. */
    public static final TestIssuer PARTNERS = TestIssuer.start();

    /** The audience of access tokens for the service. */
    public static final String AUDIENCE = "imprimatur";

    /** What the service is called there, as a client. */
    public static final String CLIENT = "imprimatur-pages";

    /** With what would be read otherwise if it were not encoded. */
    public static final String CLIENT_SECRET = "client+secret:%2F&tests";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String staff = "imprimatur.people.issuers.staff.";
        String partners = "imprimatur.people.issuers.partners.";
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "testPeople",
                                Map.ofEntries(
                                        Map.entry(staff + "issuer", STAFF.issuer()),
                                        Map.entry(staff + "audiences", AUDIENCE),
                                        Map.entry(staff + "allow-http-loopback", "true"),
                                        Map.entry(staff + "roles-claim", "realm_access.roles"),
                                        Map.entry(staff + "admins", "imprimatur-admin"),
                                        Map.entry(staff + "members", "employee"),
                                        Map.entry(staff + "client-id", CLIENT),
                                        Map.entry(staff + "client-secret", CLIENT_SECRET),
                                        Map.entry(staff + "label", "Staff"),
                                        Map.entry(partners + "issuer", PARTNERS.issuer()),
                                        Map.entry(partners + "audiences", AUDIENCE),
                                        Map.entry(partners + "keys-url", PARTNERS.keysUrl()),
                                        Map.entry(partners + "allow-http-loopback", "true"),
                                        Map.entry(partners + "client-id", CLIENT))));
    }

    /** A name that no other test has. */
    public static String newName() {
        return "user-" + UUID.randomUUID();
    }

    /** A good access token of a person who is called this everywhere. */
    public static TestToken accessToken(String name, String... roles) {
        return accessToken(STAFF, name, roles);
    }

    public static TestToken accessToken(TestIssuer issuer, String name, String... roles) {
        return TestToken.of(issuer, Clock.systemUTC())
                .header("typ", "at+jwt")
                .claim("aud", List.of("account", AUDIENCE))
                .claim("sub", "subject-of-" + name)
                .claim("preferred_username", name)
                .claim("email", name + "@staff.test")
                .claim("email_verified", true)
                .claim("realm_access", Map.of("roles", List.of(roles)));
    }

    /** A good ID token of such a person, for a sign-in with this nonce. */
    public static TestToken idToken(String name, String nonce, String... roles) {
        return accessToken(STAFF, name, roles)
                .header("typ", "JWT")
                .claim("aud", CLIENT)
                .claim("nonce", nonce)
                .claim("typ", "ID");
    }

    /** A client with such a token. */
    public static ServiceClient as(int port, String name, String... roles) {
        return new ServiceClient(port).with("Bearer " + accessToken(name, roles).text());
    }
}
