package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.util.HtmlUtils.htmlEscape;

import java.util.List;
import org.springframework.web.util.UriUtils;

/** The two pages of a PEP 503 index. */
final class SimplePages {

    private SimplePages() {}

    static String projects(List<String> names) {
        StringBuilder links = new StringBuilder();
        names.forEach(name -> links.append(link("/simple/" + encode(name) + "/", name)));
        return page("Simple index", links);
    }

    static String project(ProjectName project, List<PackageStore.StoredFile> files) {
        StringBuilder links = new StringBuilder();
        for (PackageStore.StoredFile file : files) {
            String path = "/packages/" + project.normalised() + "/" + encode(file.filename());
            links.append(link(path + "#sha256=" + file.sha256(), file.filename()));
        }
        return page("Links for " + project.normalised(), links);
    }

    private static String page(String title, CharSequence links) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="pypi:repository-version" content="1.0">
                <title>%s</title>
                </head>
                <body>
                <h1>%s</h1>
                %s</body>
                </html>
                """
                .formatted(htmlEscape(title), htmlEscape(title), links);
    }

    private static String link(String url, String text) {
        return "<a href=\"" + htmlEscape(url) + "\">" + htmlEscape(text) + "</a><br>\n";
    }

    private static String encode(String segment) {
        return UriUtils.encodePathSegment(segment, UTF_8);
    }
}
