package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What NuGet's jobs run. */
record NuGet() implements Client {

    @Override
    public List<Map<String, Object>> setUp() {
        return List.of(Client.uses("actions/setup-dotnet@v5", Map.of()));
    }

    @Override
    public List<String> build() {
        return List.of("dotnet pack --configuration Release --output packages");
    }

    @Override
    public String variable() {
        return "NUGET_API_KEY";
    }

    @Override
    public Map<String, Object> settings(Target target) {
        return Client.members("NUGET_SOURCE", target.uploadUrl().toString());
    }

    @Override
    public String publish(Target target) {
        return "dotnet nuget push packages/*.nupkg --source \"$NUGET_SOURCE\""
                + " --api-key \"$NUGET_API_KEY\"";
    }

    @Override
    public Optional<List<Map<String, Object>>> steps(Target target) {
        return Optional.of(
                List.of(
                        Client.members(
                                "uses",
                                "NuGet/login@v1",
                                "id",
                                "login",
                                "with",
                                Client.members(
                                        "user",
                                        "anybody",
                                        "token-service-url",
                                        target.root() + "/api/v2/token",
                                        "audience",
                                        target.audience())),
                        Client.run(
                                "dotnet nuget push packages/*.nupkg --source "
                                        + Shell.quoted(target.uploadUrl().toString())
                                        + " --api-key \"${{ steps.login.outputs.NUGET_API_KEY"
                                        + " }}\"")));
    }
}
