package dev.imprimatur.web.registry;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who one is here, and how far one's credentials reach: the first question of every client. */
@RestController
class MeController {

    private final Indexes indexes;

    MeController(Indexes indexes) {
        this.indexes = indexes;
    }

    /**
     * What is answered.
     *
     * @param account null: an API token of the operator's
     * @param apiToken the id of the API token that was presented; null: an access token
     * @param projects to which the credentials are limited; null: they are not
     * @param limits for each index what one account may have there
     */
    record Me(
            String actor,
            @Nullable AccountView account,
            @Nullable Long apiToken,
            boolean administrator,
            boolean member,
            List<String> scopes,
            @Nullable List<ProjectGlob> projects,
            List<LimitView> limits) {}

    record AccountView(String name, @Nullable String email, Instant createdAt) {

        static AccountView of(Account account) {
            return new AccountView(account.name(), account.email(), account.createdAt());
        }
    }

    record LimitView(String index, String namesClaimedBy, int pendingProjects, int publishers) {

        static LimitView of(PackageIndex index) {
            return new LimitView(
                    index.id(),
                    index.names().claimedBy().name().toLowerCase(Locale.ROOT),
                    index.names().pendingPerAccount(),
                    index.names().publishersPerAccount());
        }
    }

    @GetMapping("/_/api/v1/me")
    Me me(@AuthenticationPrincipal AccountPrincipal principal) {
        Caller caller = principal.caller();
        Account account = caller.account();
        return new Me(
                caller.actor(),
                account == null ? null : AccountView.of(account),
                caller.apiToken(),
                caller.administrator(),
                caller.member(),
                caller.scope().contained().stream().map(Scope::wireName).toList(),
                caller.projects(),
                indexes.all().stream().map(LimitView::of).toList());
    }
}
