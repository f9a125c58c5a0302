package dev.imprimatur.web.page.workflow;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes the workflow file that fits a publisher, while it is being filled in. */
@Component
public class WorkflowFiles {

    private final ServiceProperties service;
    private final Indexes indexes;

    WorkflowFiles(ServiceProperties service, Indexes indexes) {
        this.service = service;
        this.indexes = indexes;
    }

    /**
     * The file.
     *
     * @param fields what is filled in so far, not yet checked
     */
    public WorkflowFile of(
            PackageIndex index, ProviderDefinition provider, Map<String, String> fields) {
        Target target = new Target(index, service.publicUrl(), isDerived(index));
        return WorkflowFile.of(new JobWords(provider, fields), target, index);
    }

    /** Clients that derive where to ask from the host get to the one index that answers for it. */
    private boolean isDerived(PackageIndex index) {
        String host = index.uploadUrls().getFirst().getRawAuthority();
        return index.isDefault()
                || indexes.all().stream()
                        .filter(other -> other.ecosystem() == index.ecosystem())
                        .filter(other -> !other.id().equals(index.id()))
                        .flatMap(other -> other.uploadUrls().stream())
                        .noneMatch(url -> host.equals(url.getRawAuthority()));
    }
}
