package dev.imprimatur.token;

import dev.imprimatur.identity.Identity;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.publisher.TrustedPublisher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be minted.
 *
 * @param identity whose identity token is used up
 * @param index where the upload token will be good
 * @param publishers under which it is minted, at least one
 * @param only the projects that it is narrowed to; null: whatever the publishers reach
 * @param singleUse whether it authorises one upload only
 */
public record MintOrder(
        Identity identity,
        PackageIndex index,
        List<TrustedPublisher> publishers,
        @Nullable List<ProjectName> only,
        boolean singleUse) {}
