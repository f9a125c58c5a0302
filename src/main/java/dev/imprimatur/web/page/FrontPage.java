package dev.imprimatur.web.page;

import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.security.AccountPrincipal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: to the projects for whoever is signed in, to the sign-in for everybody else. */
@Controller
class FrontPage {

    @GetMapping({"/_", PagePaths.FRONT})
    String show(@AuthenticationPrincipal @Nullable AccountPrincipal account) {
        return "redirect:" + (account == null ? PagePaths.SIGN_IN : "/_/projects");
    }
}
