package dev.imprimatur.publisher;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** The rows of publishers; always by their project, so that an id of another one is no id. */
interface PublisherRepository extends Repository<Publisher, Long> {

    Publisher save(Publisher publisher);

    void delete(Publisher publisher);

    Optional<Publisher> findByProjectIdAndId(long projectId, long id);

    Optional<Publisher> findByProjectIdAndProviderAndFieldsHash(
            long projectId, String provider, byte[] fieldsHash);

    long countByProjectId(long projectId);

    List<Publisher> findByProjectIdAndIdGreaterThanOrderById(
            long projectId, long after, Limit limit);
}
