package dev.imprimatur.web.page;

import dev.imprimatur.web.PagePaths;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes the choice of a language and of colours, of anybody. */
@Controller
class PreferencesController {

    @PostMapping("/_/preferences")
    String choose(
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(required = false) @Nullable String theme,
            @RequestParam(required = false) @Nullable String back,
            HttpServletResponse response) {
        Preferences.choose(language, theme, response);
        return "redirect:" + PagePaths.backTo(back);
    }
}
