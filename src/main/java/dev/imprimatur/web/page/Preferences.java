package dev.imprimatur.web.page;

import dev.imprimatur.web.PagePaths;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language and the colours that somebody reads pages in: as the browser asks for them, unless
 * they chose otherwise, which a cookie of a year keeps.
 */
class Preferences implements LocaleResolver {

    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    static final List<String> THEMES = List.of("light", "dark");

    private static final String LANGUAGE = "imprimatur_language";
    private static final String THEME = "imprimatur_theme";

    /**
     * Of what browsers ask for, some twenty languages. Intent: looking one of a thousand parts up
     * takes a second of the processor's time, and ten times as many a hundred times as long.
     */
    private static final int LONGEST_WISH = 400;

    private static final long A_YEAR = 365L * 24 * 60 * 60;

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return chosenLanguage(request)
                .or(() -> Optional.ofNullable(asked(request)))
                .orElse(Locale.ENGLISH);
    }

    private static @Nullable Locale asked(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (header == null || header.isBlank() || header.length() > LONGEST_WISH) {
            return null;
        }
        try {
            return Locale.lookup(Locale.LanguageRange.parse(header), LANGUAGES);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Nothing calls it: {@link #choose} sets the cookies. */
    @Override
    public void setLocale(
            HttpServletRequest request,
            @Nullable HttpServletResponse response,
            @Nullable Locale locale) {
        throw new UnsupportedOperationException();
    }

    /** The language that was chosen; empty: the browser's. */
    static Optional<Locale> chosenLanguage(HttpServletRequest request) {
        String value = cookie(request, LANGUAGE);
        return LANGUAGES.stream().filter(it -> it.getLanguage().equals(value)).findFirst();
    }

    /** The colours that were chosen; empty: the browser's. */
    static Optional<String> chosenTheme(HttpServletRequest request) {
        String value = cookie(request, THEME);
        return THEMES.stream().filter(theme -> theme.equals(value)).findFirst();
    }

    /** Keeps a choice; anything that is none of ours forgets it. */
    static void choose(
            @Nullable String language, @Nullable String theme, HttpServletResponse response) {
        keep(LANGUAGE, language, LANGUAGES.stream().map(Locale::getLanguage).toList(), response);
        keep(THEME, theme, THEMES, response);
    }

    private static void keep(
            String name, @Nullable String value, List<String> known, HttpServletResponse response) {
        if (value == null) {
            return;
        }
        boolean forget = !known.contains(value);
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, forget ? "" : value)
                        .path(PagePaths.FRONT)
                        .maxAge(forget ? 0 : A_YEAR)
                        .sameSite("Lax")
                        .httpOnly(true)
                        .build()
                        .toString());
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie cookie = WebUtils.getCookie(request, name);
        return cookie == null ? null : cookie.getValue();
    }
}
