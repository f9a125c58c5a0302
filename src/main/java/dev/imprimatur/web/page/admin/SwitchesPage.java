package dev.imprimatur.web.page.admin;

import dev.imprimatur.killswitch.KillSwitch;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.SwitchReason;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Stops publishing in a hurry, and lets it go on again. */
@Controller
class SwitchesPage {

    private static final String HERE = "/_/admin/switches";

    private final ProjectPaths gate;
    private final KillSwitches switches;
    private final Indexes indexes;
    private final Providers providers;

    SwitchesPage(ProjectPaths gate, KillSwitches switches, Indexes indexes, Providers providers) {
        this.gate = gate;
        this.switches = switches;
        this.indexes = indexes;
        this.providers = providers;
    }

    /**
     * One switch as the page shows it.
     *
     * @param which which one
     * @param label what people read; empty where texts say it
     * @param off how it came to be off; null: it is on
     */
    public record ShownSwitch(KillSwitch which, String label, KillSwitches.@Nullable Off off) {

        /** By which the form names it. */
        public String id() {
            return which.target().isEmpty()
                    ? which.kind().wireName()
                    : which.kind().wireName() + ":" + which.target();
        }
    }

    @GetMapping(HERE)
    String show(@AuthenticationPrincipal AccountPrincipal account, Model model) {
        gate.requireAdmin(account.caller());
        return page(model);
    }

    @PostMapping(HERE + "/off")
    String off(
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        gate.requireAdmin(account.caller());
        Optional<ShownSwitch> which = find(id);
        String plain = reason.strip();
        if (which.isPresent() && SwitchReason.fits(plain)) {
            switches.set(which.get().which(), plain, account.actor());
            Said.next(request, "admin.switches.said.off", id);
            return "redirect:" + HERE;
        }
        response.setStatus(422);
        model.addAttribute("chosen", id);
        model.addAttribute("reason", reason);
        model.addAttribute("wrongId", which.isEmpty());
        model.addAttribute("wrongReason", !SwitchReason.fits(plain));
        return page(model);
    }

    @PostMapping(HERE + "/on")
    String on(
            @RequestParam(defaultValue = "") String id,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        gate.requireAdmin(account.caller());
        ShownSwitch which =
                find(id).orElseThrow(() -> ProblemException.notFound("There is no such switch"));
        switches.set(which.which(), null, account.actor());
        Said.next(request, "admin.switches.said.on", id);
        return "redirect:" + HERE;
    }

    private String page(Model model) {
        model.addAttribute("switches", all());
        return "admin/switches";
    }

    private Optional<ShownSwitch> find(String id) {
        return all().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** What can be switched, and what is off though it is not configured any more. */
    private List<ShownSwitch> all() {
        Map<KillSwitch, KillSwitches.Off> off =
                switches.all().stream()
                        .collect(Collectors.toMap(KillSwitches.Off::which, Function.identity()));
        List<ShownSwitch> all = new ArrayList<>();
        all.add(new ShownSwitch(KillSwitch.EXCHANGE, "", off.remove(KillSwitch.EXCHANGE)));
        for (PackageIndex index : indexes.all()) {
            KillSwitch which = KillSwitch.index(index.id());
            all.add(new ShownSwitch(which, index.id(), off.remove(which)));
        }
        for (ProviderDefinition provider : providers.all()) {
            KillSwitch which = KillSwitch.provider(provider.id());
            all.add(new ShownSwitch(which, provider.label(), off.remove(which)));
        }
        off.forEach((which, how) -> all.add(new ShownSwitch(which, which.target(), how)));
        return all;
    }
}
