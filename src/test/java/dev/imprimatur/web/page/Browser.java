package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceClient;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A browser without scripts: it keeps cookies, follows redirects, and sends the forms of a page as
 * they are, with what somebody fills in.
 */
public final class Browser {

    private final ServiceClient client;
    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String language = "en";

    public Browser(int port) {
        this.client = new ServiceClient(port);
        this.origin = "http://localhost:" + port;
    }

    /** One that is signed in with this API token. */
    public static Browser signedIn(int port, String apiToken) {
        Browser browser = new Browser(port);
        Page page =
                browser.open("/_/sign-in")
                        .submit("form[action=/_/sign-in]", Map.of("token", apiToken));
        if (page.status() != 200) {
            throw new IllegalStateException("Signing in came to " + page.status());
        }
        return browser;
    }

    /** One that is signed in as the operator. */
    public static Browser ofOperator(int port) {
        return signedIn(port, AdminApiToken.TEXT);
    }

    /** The same that asks for another language. */
    public Browser in(String wanted) {
        language = wanted;
        return this;
    }

    /** What the browser shows for an address, wherever it is sent on to. */
    public Page open(String address) {
        String path = path(address);
        return follow(send(client.to(path)), path);
    }

    /** The answer as it is. */
    public HttpResponse<String> raw(String address) {
        return send(client.to(address));
    }

    /** Sends a form with these members; the answer as it is. */
    public HttpResponse<String> post(String address, Map<String, String> members) {
        return send(
                client.to(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(members))));
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        request.header("Accept", "text/html").header("Accept-Language", language);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = client.send(request);
        for (String header : answer.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                if (cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return answer;
    }

    private Page follow(HttpResponse<String> first, String asked) {
        HttpResponse<String> answer = first;
        String address = asked;
        for (int i = 0; i < 5 && answer.statusCode() / 100 == 3; i++) {
            address =
                    path(
                            URI.create(address)
                                    .resolve(answer.headers().firstValue("Location").orElseThrow())
                                    .toString());
            answer = send(client.to(address));
        }
        return new Page(answer.statusCode(), address, answer, Jsoup.parse(answer.body(), address));
    }

    /** Of an address on this host, with or without it. */
    private String path(String address) {
        return address.startsWith(origin + "/") ? address.substring(origin.length()) : address;
    }

    private static String encoded(Map<String, String> members) {
        return members.entrySet().stream()
                .map(
                        member ->
                                URLEncoder.encode(member.getKey(), UTF_8)
                                        + "="
                                        + URLEncoder.encode(member.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** A page as it is shown. */
    public final class Page {

        private final int status;
        private final String address;
        private final HttpResponse<String> answer;
        private final Document document;

        Page(int status, String address, HttpResponse<String> answer, Document document) {
            this.status = status;
            this.address = address;
            this.answer = answer;
            this.document = document;
        }

        public int status() {
            return status;
        }

        /** Where the browser is in the end. */
        public String address() {
            return address;
        }

        public HttpResponse<String> answer() {
            return answer;
        }

        public Document document() {
            return document;
        }

        /** The text of what is between the head and the foot of the page. */
        public String text() {
            return document.select("main").text();
        }

        /** The texts of all elements that a selector finds. */
        public List<String> texts(String selector) {
            return document.select(selector).eachText();
        }

        public Element first(String selector) {
            Element found = document.selectFirst(selector);
            if (found == null) {
                throw new AssertionError("No " + selector + " in\n" + document.select("main"));
            }
            return found;
        }

        /** Follows the first link with this text. */
        public Page click(String text) {
            for (Element link : document.select("a[href]")) {
                if (link.text().equals(text)) {
                    return open(link.attr("href"));
                }
            }
            throw new AssertionError("No link " + text + " in\n" + document.select("main"));
        }

        /** What a form would send as it is. */
        public Map<String, String> members(String selector) {
            Map<String, String> members = new LinkedHashMap<>();
            ((FormElement) first(selector))
                    .formData()
                    .forEach(member -> members.put(member.key(), member.value()));
            // The parser takes the first of several that nobody chose.
            for (Element select : first(selector).select("select[multiple]")) {
                if (select.selectFirst("option[selected]") == null) {
                    members.remove(select.attr("name"));
                }
            }
            return members;
        }

        /** Sends a form with this filled in, and shows where that leads. */
        public Page submit(String selector, Map<String, String> filledIn) {
            Map<String, String> members = members(selector);
            members.putAll(filledIn);
            Element form = first(selector);
            String action = form.hasAttr("action") ? form.attr("action") : address;
            if (form.attr("method").equalsIgnoreCase("post")) {
                return follow(post(action, members), action);
            }
            return open(action + "?" + encoded(members));
        }

        /** Sends a form as it is. */
        public Page submit(String selector) {
            return submit(selector, Map.of());
        }
    }
}
