package dev.imprimatur.project;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of projects. */
interface ProjectRepository extends Repository<Project, Long> {

    /**
     * Makes the row of a real project where it is not there, and holds it until the transaction
     * ends either way: no other request removes the project meanwhile, or gives it the same
     * publisher.
     *
     * @return whether the row is new
     */
    @Query(
            nativeQuery = true,
            value =
                    """
                    INSERT INTO project (index_id, name, normalized_name, created_at)
                    VALUES (:index, :name, :normalized, :now)
                    ON CONFLICT (index_id, normalized_name) WHERE pending_until IS NULL
                    DO UPDATE SET name = project.name
                    RETURNING (xmax = 0)
                    """)
    boolean ensure(String index, String name, String normalized, Instant now);

    /** The projects of a name that are there for people: at most one real, any number pending. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM project
                     WHERE index_id = :index AND normalized_name = :normalized
                       AND lost_at IS NULL AND (pending_until IS NULL OR pending_until > :now)
                     ORDER BY id
                    """)
    List<Project> named(String index, String normalized, Instant now);

    /** The same for many names. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM project
                     WHERE index_id = :index AND normalized_name = ANY (:normalized)
                       AND lost_at IS NULL AND (pending_until IS NULL OR pending_until > :now)
                     ORDER BY id
                    """)
    List<Project> allNamed(String index, String[] normalized, Instant now);

    /**
     * The pending projects of one claimant, the oldest first.
     *
     * @param claimant null: those that the operator waits with
     */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM project
                     WHERE index_id = :index AND lost_at IS NULL AND pending_until > :now
                       AND claimant_id IS NOT DISTINCT FROM CAST(:claimant AS bigint)
                     ORDER BY id
                     LIMIT :limit
                    """)
    List<Project> waiting(String index, @Nullable Long claimant, Instant now, int limit);

    /** The same in all package indexes, those that end first before the others. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM project
                     WHERE claimant_id = :claimant AND lost_at IS NULL AND pending_until > :now
                     ORDER BY pending_until, id
                     LIMIT :limit
                    """)
    List<Project> waitingEverywhere(long claimant, Instant now, int limit);

    Optional<Project> findById(long id);

    /** The accounts that own a project. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT account_id FROM member
                     WHERE project_id = :project AND role = 'owner'
                     ORDER BY account_id
                    """)
    List<Long> owners(long project);

    List<Project> findByIdIn(Collection<Long> ids);

    void delete(Project project);
}
