package dev.imprimatur.web.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.killswitch.KillSwitch;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.SwitchReason;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The kill switches: what is switched off by hand, and why; administrators switch them. */
@RestController
@RequestMapping("/_/api/v1/switches")
class SwitchController {

    private final KillSwitches switches;
    private final RegistryPaths paths;
    private final ProjectPaths projects;
    private final Providers providers;

    SwitchController(
            KillSwitches switches,
            RegistryPaths paths,
            ProjectPaths projects,
            Providers providers) {
        this.switches = switches;
        this.paths = paths;
        this.projects = projects;
        this.providers = providers;
    }

    record SwitchChange(@Nullable Boolean enabled, @Nullable String reason) {}

    record SwitchList(List<SwitchView> items) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SwitchView(
            String kind,
            @Nullable String target,
            boolean enabled,
            @Nullable String reason,
            @Nullable String changedBy,
            @Nullable Instant changedAt) {

        static SwitchView on(KillSwitch which) {
            return new SwitchView(which.kind().wireName(), target(which), true, null, null, null);
        }

        static SwitchView off(KillSwitches.Off off) {
            return new SwitchView(
                    off.which().kind().wireName(),
                    target(off.which()),
                    false,
                    off.reason(),
                    off.by(),
                    off.at());
        }

        private static @Nullable String target(KillSwitch which) {
            return which.target().isEmpty() ? null : which.target();
        }
    }

    /** What is off; everything else is on. */
    @GetMapping
    SwitchList list() {
        return new SwitchList(switches.all().stream().map(SwitchView::off).toList());
    }

    @GetMapping("/exchange")
    SwitchView exchange() {
        return view(KillSwitch.EXCHANGE);
    }

    @GetMapping("/indexes/{index}")
    SwitchView index(@PathVariable String index) {
        return view(KillSwitch.index(paths.index(index).id()));
    }

    @GetMapping("/providers/{provider}")
    SwitchView provider(@PathVariable String provider) {
        return view(known(provider));
    }

    @PutMapping("/exchange")
    SwitchView exchange(
            @RequestBody SwitchChange change, @AuthenticationPrincipal AccountPrincipal account) {
        return set(KillSwitch.EXCHANGE, change, account);
    }

    @PutMapping("/indexes/{index}")
    SwitchView index(
            @PathVariable String index,
            @RequestBody SwitchChange change,
            @AuthenticationPrincipal AccountPrincipal account) {
        return set(KillSwitch.index(paths.index(index).id()), change, account);
    }

    @PutMapping("/providers/{provider}")
    SwitchView provider(
            @PathVariable String provider,
            @RequestBody SwitchChange change,
            @AuthenticationPrincipal AccountPrincipal account) {
        return set(known(provider), change, account);
    }

    private KillSwitch known(String provider) {
        return providers
                .ofId(provider)
                .map(known -> KillSwitch.provider(known.id()))
                .orElseThrow(() -> ProblemException.notFound("There is no such provider"));
    }

    private SwitchView set(KillSwitch which, SwitchChange change, AccountPrincipal account) {
        projects.requireAdmin(account.caller());
        String reason = change.reason();
        if (change.enabled() == null) {
            throw invalid("enabled", "required", "enabled must be true or false");
        }
        if (!change.enabled() && !SwitchReason.fits(reason)) {
            throw invalid("reason", "required", SwitchReason.WANTED);
        }
        if (change.enabled() && reason != null) {
            throw invalid("reason", "invalid", "What is switched on needs no reason");
        }
        switches.set(which, reason, account.actor());
        return view(which);
    }

    private SwitchView view(KillSwitch which) {
        return switches.all().stream()
                .filter(off -> off.which().equals(which))
                .map(SwitchView::off)
                .findFirst()
                .orElseGet(() -> SwitchView.on(which));
    }

    private static ProblemException invalid(String field, String code, String sentence) {
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                        .withFields(List.of(new Problem.InvalidField(field, code, sentence))));
    }
}
