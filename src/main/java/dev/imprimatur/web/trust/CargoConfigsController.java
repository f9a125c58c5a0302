package dev.imprimatur.web.trust;

import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The addresses of cargo's API for trusted publishers: a pair for each CI provider it knows. */
@RestController
@RequestMapping("/api/v1/trusted_publishing")
class CargoConfigsController {

    private final CargoConfigs configs;

    CargoConfigsController(CargoConfigs configs) {
        this.configs = configs;
    }

    @PostMapping("/github_configs")
    ResponseEntity<?> createForGitHub(
            HttpServletRequest request, @AuthenticationPrincipal AccountPrincipal account)
            throws IOException {
        return create(CargoForm.GITHUB, request, account);
    }

    @PostMapping("/gitlab_configs")
    ResponseEntity<?> createForGitLab(
            HttpServletRequest request, @AuthenticationPrincipal AccountPrincipal account)
            throws IOException {
        return create(CargoForm.GITLAB, request, account);
    }

    @GetMapping("/github_configs")
    ResponseEntity<?> listOfGitHub(
            HttpServletRequest request,
            @RequestParam MultiValueMap<String, String> parameters,
            @AuthenticationPrincipal AccountPrincipal account) {
        return list(CargoForm.GITHUB, request, parameters, account);
    }

    @GetMapping("/gitlab_configs")
    ResponseEntity<?> listOfGitLab(
            HttpServletRequest request,
            @RequestParam MultiValueMap<String, String> parameters,
            @AuthenticationPrincipal AccountPrincipal account) {
        return list(CargoForm.GITLAB, request, parameters, account);
    }

    @DeleteMapping("/github_configs/{id}")
    ResponseEntity<Void> deleteOfGitHub(
            HttpServletRequest request,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        configs.delete(CargoForm.GITHUB, id, request, account);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/gitlab_configs/{id}")
    ResponseEntity<Void> deleteOfGitLab(
            HttpServletRequest request,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        configs.delete(CargoForm.GITLAB, id, request, account);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<?> create(
            CargoForm form, HttpServletRequest request, AccountPrincipal account)
            throws IOException {
        return json(Map.of(form.envelope(), configs.create(form, request, account)));
    }

    private ResponseEntity<?> list(
            CargoForm form,
            HttpServletRequest request,
            MultiValueMap<String, String> parameters,
            AccountPrincipal account) {
        CargoConfigs.Listed listed = configs.list(form, page(parameters), request, account);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(form.envelope() + "s", listed.configs());
        body.put("meta", listed.meta());
        return json(body);
    }

    /** Parameters that this API does not have are passed over, as its clients expect. */
    private static CargoPage page(MultiValueMap<String, String> parameters) {
        for (String known : List.of("crate", "per_page", "seek")) {
            if (parameters.getOrDefault(known, List.of()).size() > 1) {
                throw CargoPage.refused("The parameter %s comes more than once".formatted(known));
            }
        }
        @Nullable String crate = parameters.getFirst("crate");
        if (crate == null || parameters.containsKey("user_id")) {
            throw CargoPage.refused(
                    "Say with the parameter crate whose publishers are wanted; there are no lists by user_id here");
        }
        if (parameters.containsKey("page")) {
            throw CargoPage.refused(
                    "Pages have no numbers here: follow next_page instead of the parameter page");
        }
        return CargoPage.of(crate, parameters.getFirst("per_page"), parameters.getFirst("seek"));
    }

    /** Whatever Accept says: a write must not be done first and refused with 406 afterwards. */
    private static ResponseEntity<?> json(Object body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
