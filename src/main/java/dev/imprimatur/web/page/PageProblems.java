package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.web.PageHeaders;
import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemPage;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.View;
import org.springframework.web.util.UriUtils;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * Shows a problem as a page: what happened, and what to do. It asks nobody who is signed in, since
 * what went wrong may be the database; what is known by then is shown.
 */
@Component
class PageProblems implements ProblemPage {

    private static final Pattern SIGNED_IN_ONLY =
            Pattern.compile("/_/(?:projects|account|admin|sign-out)(?:/.*)?", Pattern.DOTALL);

    private static final Pattern HOST = Pattern.compile("^https?://[^/]*");

    private final ThymeleafViewResolver views;
    private final MessageSource texts;
    private final LocaleResolver languages;

    PageProblems(ThymeleafViewResolver views, MessageSource texts, LocaleResolver languages) {
        this.views = views;
        this.texts = texts;
        this.languages = languages;
    }

    @Override
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        PageHeaders.write(response);
        if (problem.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        problem.headers().forEach(response::setHeader);
        Locale language = languages.resolveLocale(request);
        Map<String, Object> model = new HashMap<>();
        AccountPrincipal account = known();
        model.put("frame", FrameAdvice.of(account, request, language, false, null));
        model.put("signIn", account == null ? signIn(request, problem) : null);
        model.put("title", title(problem, language));
        model.put("problem", problem);
        render(model, language, request, response);
    }

    private void render(
            Map<String, Object> model,
            Locale language,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        try {
            View view = Objects.requireNonNull(views.resolveViewName("problem", language));
            view.render(model, request, response);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Back to the form that was sent after its session had ended, by way of the sign-in; null: that
     * is not what happened.
     */
    private static @Nullable String signIn(HttpServletRequest request, Problem problem) {
        String path = request.getRequestURI();
        if (problem.code() != ProblemCode.FORBIDDEN
                || !SIGNED_IN_ONLY.matcher(path).matches()
                || !request.getMethod().equals("POST")) {
            return null;
        }
        String from = request.getHeader(HttpHeaders.REFERER);
        // A page of whichever host: only the path is taken, and only where it is one of ours.
        String back = from == null ? null : HOST.matcher(from).replaceFirst("");
        return PagePaths.SIGN_IN + "?next=" + UriUtils.encode(PagePaths.backTo(back), UTF_8);
    }

    private String title(Problem problem, Locale language) {
        return Objects.requireNonNull(
                texts.getMessage(
                        "problem." + problem.code().code(),
                        new Object[0],
                        problem.code().title(),
                        language));
    }

    private static @Nullable AccountPrincipal known() {
        try {
            Authentication who = SecurityContextHolder.getContext().getAuthentication();
            return who != null && who.getPrincipal() instanceof AccountPrincipal account
                    ? account
                    : null;
        } catch (DataAccessException e) {
            return null;
        }
    }
}
