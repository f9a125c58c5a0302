package dev.imprimatur.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real script on a machine of our making: a search path, JDKs and an archive of our own.
 */
@DisabledOnOs(OS.WINDOWS)
class MvnwTests {

    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "env",
                    "echo",
                    "dirname",
                    "sed",
                    "cut",
                    "mkdir",
                    "mktemp",
                    "mv",
                    "rm",
                    "tar",
                    "gzip",
                    "curl",
                    "sha512sum",
                    "shasum",
                    "perl");

    @TempDir Path machine;

    private final AtomicInteger downloads = new AtomicInteger();
    private HttpServer archive;
    private byte[] published;

    @BeforeEach
    void prepare() throws Exception {
        for (String tool : TOOLS) {
            Path link = directory("tools").resolve(tool);
            for (String place :
                    String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
                Path real = Path.of(place, tool);
                if (Files.isExecutable(real) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, real);
                }
            }
        }
        String script = Files.readString(Path.of("mvnw"));
        executable(
                "project/mvnw",
                script.replace("/usr/lib/jvm", machine + "/jvm")
                        .replace("/usr/libexec/java_home", machine + "/none"));
        jdk("jvm/jdk-25", "25.0.3");
        directory("home");

        published = publishedMaven();
        archive = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        archive.createContext(
                "/maven.tar.gz",
                exchange -> {
                    downloads.incrementAndGet();
                    exchange.sendResponseHeaders(200, published.length);
                    exchange.getResponseBody().write(published);
                    exchange.close();
                });
        archive.start();
        pin(sha512(published));
    }

    @AfterEach
    void stop() {
        archive.stop(0);
    }

    @Test
    void thePinIsWholeAndPointsAtTheArchiveOfApache() throws IOException {
        String pin = Files.readString(Path.of(".mvn/wrapper/maven-wrapper.properties"));
        assertThat(pin)
                .containsPattern("(?m)^version=3\\.\\d+\\.\\d+$")
                .containsPattern("(?m)^url=https://archive\\.apache\\.org/dist/maven/")
                .containsPattern("(?m)^sha512=[0-9a-f]{128}$");
    }

    @Test
    void anInstalledMavenRunsOnTheNewestEnoughJdkWithTheArgumentsAsTheyAre() throws Exception {
        jdk("jvm/jdk-17", "17.0.15");
        maven("tools/mvn", "3.8.7");

        Run run = mvnw(Map.of(), "-B", "two words", "-Dx=$y");

        assertThat(run.output())
                .isEqualTo("maven 3.8.7 on %s/jvm/jdk-25 [-B][two words][-Dx=$y]\n", machine);
        assertThat(run.status()).isZero();
        assertThat(downloads).hasValue(0);
    }

    @Test
    void withoutArgumentsMavenGetsNone() throws Exception {
        maven("tools/mvn", "4.0.0");

        assertThat(mvnw(Map.of()).output()).isEqualTo("maven 4.0.0 on %s/jvm/jdk-25 \n", machine);
    }

    @Test
    void theExitStatusIsMavens() throws Exception {
        executable(
                "tools/mvn", "#!/bin/sh\n[ \"$1\" = -v ] && echo Apache Maven 3.9.9 || exit 7\n");

        assertThat(mvnw(Map.of(), "verify").status()).isEqualTo(7);
    }

    @Test
    void javaHomeIsPreferredWhereItIsNewEnough() throws Exception {
        maven("tools/mvn", "3.9.9");
        Path mine = jdk("mine", "26");
        Path old = jdk("old", "21.0.1");

        assertThat(mvnw(Map.of("JAVA_HOME", mine.toString())).output()).contains(" on " + mine);
        assertThat(mvnw(Map.of("JAVA_HOME", old.toString())).output()).contains("/jvm/jdk-25");
    }

    @Test
    void aJdkInTheHomeDirectoryIsFound() throws Exception {
        maven("tools/mvn", "3.9.9");
        jdk("jvm/jdk-25", "1.8.0_402");
        Path managed = jdk("home/.sdkman/candidates/java/25.0.1-tem", "25.0.1");

        assertThat(mvnw(Map.of()).output()).contains(" on " + managed);
    }

    @Test
    void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
        maven("tools/mvn", "3.9.9");
        jdk("jvm/jdk-25", "24.0.2");
        Files.delete(jdk("jvm/jre-25", "25.0.3").resolve("bin/javac"));

        Run run = mvnw(Map.of());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output().lines())
                .containsExactly(
                        "mvnw: no JDK 25 or later was found: install one (for example Eclipse Temurin 25) or point JAVA_HOME at it.");
    }

    @Test
    void anOptionThatQuietensWarningsIsGivenOnlyToAJdkThatKnowsIt() throws Exception {
        executable("tools/mvn", "#!/bin/sh\necho \"Apache Maven 3.9.9 <$MAVEN_OPTS>\"\n");

        assertThat(mvnw(Map.of("MAVEN_OPTS", "-Xmx1g")).output())
                .contains("<--sun-misc-unsafe-memory-access=allow -Xmx1g>");
    }

    @Test
    void whereMavenIsMissingOrTooOldThePinnedOneIsFetchedOnce() throws Exception {
        assertThat(mvnw(Map.of(), "verify").output())
                .contains("mvnw: fetching Maven 3.9.99 from")
                .endsWith("maven 3.9.99 on %s/jvm/jdk-25 [verify]\n".formatted(machine));
        maven("tools/mvn", "3.6.3");
        assertThat(mvnw(Map.of(), "verify").output())
                .isEqualTo("maven 3.9.99 on %s/jvm/jdk-25 [verify]\n", machine);

        assertThat(downloads).hasValue(1);
        assertThat(cached()).containsExactly("maven");
    }

    @Test
    void theCacheDirectoryOfTheDesktopIsUsedWhereItIsSet() throws Exception {
        mvnw(Map.of("XDG_CACHE_HOME", machine + "/cache"), "verify");

        assertThat(machine.resolve("cache/imprimatur")).isDirectory();
        assertThat(machine.resolve("home/.cache")).doesNotExist();
    }

    @Test
    void aWrongChecksumIsRefusedAndLeavesNothing() throws Exception {
        pin(sha512("something else".getBytes(UTF_8)));

        Run run = mvnw(Map.of(), "verify");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("does not have the SHA-512 pinned in");
        assertThat(run.output()).doesNotContain("maven 3.9.99 on");
        assertThat(cached()).isEmpty();
    }

    @Test
    void aMissingArchiveIsOneSentenceAndLeavesNothing() throws Exception {
        archive.removeContext("/maven.tar.gz");

        Run run = mvnw(Map.of(), "verify");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("mvnw: Maven could not be fetched from http://");
        assertThat(cached()).isEmpty();
    }

    @Test
    void severalAtOnceEndUpWithOneMaven() throws Exception {
        List<Process> all = Stream.generate(() -> start(Map.of(), "verify")).limit(4).toList();

        for (Process process : all) {
            assertThat(finish(process).output())
                    .endsWith("maven 3.9.99 on %s/jvm/jdk-25 [verify]\n".formatted(machine));
        }
        assertThat(cached()).containsExactly("maven");
        try (Stream<Path> inside = Files.list(place().resolve("maven"))) {
            assertThat(inside.map(path -> path.getFileName().toString())).containsExactly("bin");
        }
    }

    private record Run(int status, String output) {}

    private Run mvnw(Map<String, String> environment, String... arguments) throws Exception {
        return finish(start(environment, arguments));
    }

    private Process start(Map<String, String> environment, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of(machine + "/project/mvnw"), Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", machine + "/tools");
        builder.environment().put("HOME", machine + "/home");
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Run finish(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private Path jdk(String path, String version) throws IOException {
        String java =
                """
                #!/bin/sh
                case $1 in --enable-native-access*) exit 1 ;; esac
                """;
        executable(path + "/bin/java", java);
        executable(path + "/bin/javac", java);
        Path jdk = machine.resolve(path);
        Files.writeString(jdk.resolve("release"), "X=1\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private void maven(String path, String version) throws IOException {
        executable(
                path,
                """
                #!/bin/sh
                if [ "${1:-}" = -v ]; then
                  echo "Apache Maven VERSION (abc)"
                  exit
                fi
                printf 'maven VERSION on %s ' "$JAVA_HOME"
                [ $# -eq 0 ] || printf '[%s]' "$@"
                echo
                """
                        .replace("VERSION", version));
    }

    private byte[] publishedMaven() throws Exception {
        maven("published/apache-maven-3.9.99/bin/mvn", "3.9.99");
        Process tar =
                new ProcessBuilder("tar", "-czf", "../maven.tar.gz", "apache-maven-3.9.99")
                        .directory(machine.resolve("published").toFile())
                        .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(machine.resolve("maven.tar.gz"));
    }

    private void pin(String sha512) throws IOException {
        Files.writeString(
                directory("project/.mvn/wrapper").resolve("maven-wrapper.properties"),
                """
                # a comment
                version=3.9.99
                url=http://127.0.0.1:%d/maven.tar.gz
                sha512=%s
                """
                        .formatted(archive.getAddress().getPort(), sha512));
    }

    private Path place() throws IOException {
        try (Stream<Path> places = Files.list(machine.resolve("home/.cache/imprimatur"))) {
            return places.findFirst().orElseThrow();
        }
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> inside = Files.list(place())) {
            return inside.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static String sha512(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }

    private Path directory(String path) throws IOException {
        return Files.createDirectories(machine.resolve(path));
    }

    private void executable(String path, String text) throws IOException {
        Path file = machine.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
