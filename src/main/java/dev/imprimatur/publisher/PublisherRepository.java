package dev.imprimatur.publisher;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of publishers; always by their project, so that an id of another one is no id. */
interface PublisherRepository extends Repository<Publisher, Long> {

    Publisher save(Publisher publisher);

    void delete(Publisher publisher);

    Optional<Publisher> findByProjectIdAndId(long projectId, long id);

    /** The same, held until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT p FROM Publisher p WHERE p.projectId = :projectId AND p.id = :id")
    Optional<Publisher> hold(long projectId, long id);

    /** A number that no publisher has, had, or will have. */
    @Query(nativeQuery = true, value = "SELECT nextval('publisher_id_seq')")
    long nextGrantId();

    Optional<Publisher> findByProjectIdAndProviderAndFieldsHash(
            long projectId, String provider, byte[] fieldsHash);

    List<Publisher> findByProjectIdAndIdGreaterThanOrderById(
            long projectId, long after, Limit limit);
}
