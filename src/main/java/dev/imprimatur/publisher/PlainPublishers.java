package dev.imprimatur.publisher;

import dev.imprimatur.project.RegisteredProject;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishers that a form with few members can say in full. Intent: one that is narrowed by a field
 * that the form lacks, or that is switched off, would look as if it trusted more than it does, so
 * to whoever reads through the form it is not there.
 */
@Service
public class PlainPublishers {

    private final PublisherRepository publishers;

    PlainPublishers(PublisherRepository publishers) {
        this.publishers = publishers;
    }

    /**
     * What a form can say.
     *
     * @param provider the id of the one provider that it is for
     * @param fields the names of all fields that it has
     */
    public record Form(String provider, Collection<String> fields) {

        private String[] names() {
            return fields.toArray(String[]::new);
        }
    }

    /** Those of a project, the oldest first, after this id. */
    @Transactional(readOnly = true)
    public List<RegisteredPublisher> page(
            RegisteredProject project, Form form, long after, int limit) {
        return publishers.plain(project.id(), form.provider(), form.names(), after, limit).stream()
                .map(Publisher::registered)
                .toList();
    }

    /** How many a project has. */
    @Transactional(readOnly = true)
    public long count(RegisteredProject project, Form form) {
        return publishers.countPlain(project.id(), form.provider(), form.names());
    }

    /** Whether this is one of them. */
    @Transactional(readOnly = true)
    public boolean contains(RegisteredProject project, Form form, long id) {
        return publishers.countPlain(project.id(), form.provider(), form.names(), id) > 0;
    }
}
