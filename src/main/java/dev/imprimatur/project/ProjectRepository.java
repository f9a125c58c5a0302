package dev.imprimatur.project;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of projects. */
interface ProjectRepository extends Repository<Project, Long> {

    /**
     * Makes the row where it is not there, and holds it until the transaction ends either way: no
     * other request removes the project meanwhile, or gives it the same publisher.
     *
     * @return whether the row is new
     */
    @Query(
            nativeQuery = true,
            value =
                    """
                    INSERT INTO project (index_id, name, normalized_name, created_at)
                    VALUES (:index, :name, :normalized, :now)
                    ON CONFLICT (index_id, normalized_name) DO UPDATE SET name = project.name
                    RETURNING (xmax = 0)
                    """)
    boolean ensure(String index, String name, String normalized, Instant now);

    /** Holds the row until the transaction ends; empty where there is none. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT id FROM project
                     WHERE index_id = :index AND normalized_name = :normalized
                       FOR UPDATE
                    """)
    Optional<Long> hold(String index, String normalized);

    Optional<Project> findByIndexIdAndNormalizedName(String indexId, String normalizedName);

    /**
     * Names by their code points, whatever the language of the database is: one index serves the
     * order and the prefix, and a plan that is made before the values are known is still a good
     * one.
     *
     * @param prefix what the names begin with; {@code end} is behind the last of them
     */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM project
                     WHERE index_id = :index
                       AND normalized_name COLLATE "C" > :after
                       AND normalized_name COLLATE "C" >= :prefix
                       AND normalized_name COLLATE "C" < :end
                     ORDER BY normalized_name COLLATE "C"
                     LIMIT :limit
                    """)
    List<Project> page(String index, String prefix, String end, String after, int limit);

    void delete(Project project);
}
