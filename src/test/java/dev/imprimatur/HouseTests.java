package dev.imprimatur;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.imprimatur.secret.Secret;

/** The walls of the house: three floors, no circles, and who may do what. */
@AnalyzeClasses(packages = "dev.imprimatur", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTests {

    private static final String WEB = "dev.imprimatur.web..";
    private static final String OUTBOUND = "dev.imprimatur.outbound..";

    @ArchTest
    static final ArchRule aRoomUsesRoomsBelowItNeverAbove =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("wire")
                    .definedBy("dev.imprimatur.exchange..", WEB)
                    .layer("trust")
                    .definedBy(
                            "dev.imprimatur.publisher..",
                            "dev.imprimatur.identity..",
                            "dev.imprimatur.token..",
                            "dev.imprimatur.notice..")
                    .layer("ground")
                    .definedBy(
                            "dev.imprimatur.provider..",
                            "dev.imprimatur.project..",
                            "dev.imprimatur.audit..",
                            "dev.imprimatur.account..",
                            "dev.imprimatur.killswitch..",
                            "dev.imprimatur.secret..",
                            "dev.imprimatur.forge..",
                            "dev.imprimatur.outbound..")
                    .whereLayer("wire")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("trust")
                    .mayOnlyBeAccessedByLayers("wire")
                    .whereLayer("ground")
                    .mayOnlyBeAccessedByLayers("wire", "trust");

    @ArchTest
    static final ArchRule roomsHaveNoCircles =
            slices().matching("dev.imprimatur.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule partsOfARoomHaveNoCircles =
            slices().matching("dev.imprimatur.web.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyOutboundAndWebhooksOpenConnections =
            noClasses()
                    .that(
                            not(resideInAPackage(OUTBOUND))
                                    .and(
                                            not(
                                                    HasName.Predicates.name(
                                                            "dev.imprimatur.notice.WebhookChannel"))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net.http..", "org.springframework.web.client..")
                    .orShould()
                    .callMethod(java.net.URL.class, "openConnection")
                    .orShould()
                    .callMethod(java.net.URL.class, "openStream");

    /** Whose addresses are the operator's: issuers, and the forges that these speak for. */
    @ArchTest
    static final ArchRule onlyIdentityAndForgeGoOut =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            OUTBOUND, "dev.imprimatur.identity..", "dev.imprimatur.forge..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(OUTBOUND);

    @ArchTest
    static final ArchRule onlyNoticesSendMail =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.imprimatur.notice..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta.mail..", "org.springframework.mail..");

    @ArchTest
    static final ArchRule onlyTokenMakesUploadTokens =
            noClasses()
                    .that(
                            not(resideInAPackage("dev.imprimatur.token.."))
                                    .and(not(resideInAPackage("dev.imprimatur.account..")))
                                    .and(not(resideInAPackage("dev.imprimatur.secret..")))
                                    .and(not(resideInAPackage("dev.imprimatur.project.."))))
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("dev.imprimatur.secret.SecretFormat");

    /**
     * An answer of the wire hands a token out, and a request to a forge, or to the token endpoint
     * of an identity provider, carries the operator's; nothing else may ever see the text of one.
     */
    @ArchTest
    static final ArchRule onlyAnswersRevealSecrets =
            noClasses()
                    .that(
                            not(resideInAPackage("dev.imprimatur.exchange.."))
                                    .and(not(resideInAPackage(WEB)))
                                    .and(not(resideInAPackage("dev.imprimatur.account..")))
                                    .and(not(resideInAPackage("dev.imprimatur.forge..")))
                                    .and(
                                            not(
                                                    HasName.Predicates.name(
                                                            "dev.imprimatur.identity.TokenEndpoint")))
                                    .and(not(equivalentTo(Secret.class))))
                    .should()
                    .callMethod(Secret.class, "reveal");

    @ArchTest
    static final ArchRule thereIsOneClock =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("dev.imprimatur.Imprimatur")
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.Clock.class, "systemUTC");
}
