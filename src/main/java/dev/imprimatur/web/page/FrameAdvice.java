package dev.imprimatur.web.page;

import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Gives every page what stands around it. Only pages: of several conditions, Spring takes whoever
 * meets one.
 */
@ControllerAdvice(basePackageClasses = FrameAdvice.class)
class FrameAdvice {

    private final MessageSource texts;
    private final Clock clock;

    FrameAdvice(MessageSource texts, Clock clock) {
        this.texts = texts;
        this.clock = clock;
    }

    @ModelAttribute("frame")
    Frame frame(
            @AuthenticationPrincipal @Nullable AccountPrincipal principal,
            HttpServletRequest request,
            Locale language,
            @Nullable CsrfToken token) {
        // Made before the page is written: a cookie cannot be set any more behind its first bytes.
        if (token != null) {
            token.getToken();
        }
        return of(principal, request, language, true, read(request) ? Said.take(request) : null);
    }

    /** The same where no controller answers. */
    static Frame of(
            @Nullable AccountPrincipal principal,
            HttpServletRequest request,
            Locale language,
            boolean forms,
            @Nullable Said said) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        return new Frame(
                Frame.nameOf(principal),
                principal != null && principal.caller().account() != null,
                principal != null && principal.caller().isAdmin(),
                language.getLanguage(),
                Preferences.chosenLanguage(request).map(Locale::getLanguage).orElse(null),
                Preferences.chosenTheme(request).orElse(null),
                read(request) ? request.getRequestURI() + query : request.getRequestURI(),
                forms,
                said);
    }

    @ModelAttribute("moments")
    Moments moments(Locale language) {
        return new Moments(texts, language, clock.instant());
    }

    private static boolean read(HttpServletRequest request) {
        return request.getMethod().equals("GET");
    }
}
