package dev.imprimatur.web.page.admin;

import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the service stands, for a person who wants to know whether anything needs them. */
@Controller
class HealthPage {

    private final ProjectPaths gate;
    private final HealthLines lines;

    HealthPage(ProjectPaths gate, HealthLines lines) {
        this.gate = gate;
        this.lines = lines;
    }

    @GetMapping("/_/admin")
    String show(@AuthenticationPrincipal AccountPrincipal account, Model model) {
        gate.requireAdmin(account.caller());
        model.addAttribute("lines", lines.all());
        return "admin/health";
    }
}
