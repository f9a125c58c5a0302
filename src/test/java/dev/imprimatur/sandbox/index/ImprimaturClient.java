package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks Imprimatur whether an upload may be accepted, with the index's own credentials. */
public final class ImprimaturClient {

    private static final Logger LOG = LoggerFactory.getLogger(ImprimaturClient.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI uploads;
    private final String credentials;

    /**
     * @param base the service's URL
     * @param index the id of this index there
     * @param secret its secret
     */
    public ImprimaturClient(URI base, String index, String secret) {
        this.uploads = base.resolve("/_/api/v1/indexes/" + index + "/uploads");
        this.credentials =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((index + ":" + secret).getBytes(UTF_8));
    }

    /**
     * Asks about one file.
     *
     * @param authorization what the client of the index sent in its header, as it came
     * @param sha256 in hexadecimal digits
     */
    public UploadDecision ask(
            String authorization, String project, String version, String filename, String sha256) {
        String question =
                JSON.writeValueAsString(
                        Map.of(
                                "authorization", authorization,
                                "project", project,
                                "version", version,
                                "filename", filename,
                                "sha256", sha256));
        HttpRequest request =
                HttpRequest.newBuilder(uploads)
                        .header("Authorization", credentials)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(10))
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build();
        try {
            return decision(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            LOG.warn("Imprimatur cannot be asked about an upload: {}", e.toString());
            return new UploadDecision.Unavailable("Imprimatur cannot be reached now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new UploadDecision.Unavailable("The index is stopping");
        }
    }

    private static UploadDecision decision(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 201 -> new UploadDecision.Allowed();
            case 400, 403, 422 -> new UploadDecision.Refused(reason(answer.body()));
            default -> {
                // 401 too: the index's own credentials are no business of the person who uploads.
                LOG.warn(
                        "Imprimatur answered {} to a question about an upload",
                        answer.statusCode());
                yield new UploadDecision.Unavailable("Imprimatur gave no decision");
            }
        };
    }

    /** What a problem document says, as {@code code: description}. */
    private static String reason(String problem) {
        try {
            JsonNode document = JSON.readTree(problem);
            JsonNode error = document.path("errors").path(0);
            String code = error.path("code").asString("");
            String description =
                    error.path("description")
                            .asString(document.path("detail").asString("refused by Imprimatur"));
            return code.isEmpty() ? description : code + ": " + description;
        } catch (JacksonException e) {
            return "refused by Imprimatur";
        }
    }
}
