package dev.imprimatur.web.page.admin;

import dev.imprimatur.identity.KeyHealth;
import dev.imprimatur.identity.ProviderKeys;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The indexes and providers as the operator configured them; what is secret of it stays so. */
@Controller
class ConfigurationPage {

    private final ProjectPaths gate;
    private final Indexes indexes;
    private final Providers providers;
    private final ProviderKeys keys;
    private final KillSwitches switches;
    private final Clock clock;

    ConfigurationPage(
            ProjectPaths gate,
            Indexes indexes,
            Providers providers,
            ProviderKeys keys,
            KillSwitches switches,
            Clock clock) {
        this.gate = gate;
        this.indexes = indexes;
        this.providers = providers;
        this.keys = keys;
        this.switches = switches;
        this.clock = clock;
    }

    @GetMapping("/_/admin/indexes")
    String indexes(@AuthenticationPrincipal AccountPrincipal account, Model model) {
        gate.requireAdmin(account.caller());
        List<KillSwitches.Off> off = switches.all();
        model.addAttribute(
                "indexes", indexes.all().stream().map(each -> ShownIndex.of(each, off)).toList());
        return "admin/indexes";
    }

    @GetMapping("/_/admin/providers")
    String providers(@AuthenticationPrincipal AccountPrincipal account, Model model) {
        gate.requireAdmin(account.caller());
        Instant now = clock.instant();
        List<KillSwitches.Off> off = switches.all();
        List<KeyHealth> all = keys.all();
        var byId = all.stream().collect(Collectors.toMap(KeyHealth::id, Function.identity()));
        model.addAttribute(
                "providers",
                providers.all().stream()
                        .map(each -> ShownProvider.of(each, byId.get(each.id()), off, now))
                        .toList());
        model.addAttribute(
                "people",
                all.stream()
                        .filter(each -> providers.ofId(each.id()).isEmpty())
                        .map(each -> ShownKeys.of(each, now))
                        .toList());
        return "admin/providers";
    }
}
