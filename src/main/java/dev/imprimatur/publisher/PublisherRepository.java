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

    /**
     * Those of one provider, switched on, that have no field beside these: what is left without
     * them is nothing.
     */
    String PLAIN =
            """
             FROM publisher
             WHERE project_id = :project AND provider = :provider AND enabled
               AND fields - CAST(:fields AS text[]) = jsonb_build_object()
            """;

    Publisher save(Publisher publisher);

    void delete(Publisher publisher);

    Optional<Publisher> findByProjectIdAndId(long projectId, long id);

    /** The name of the project that a publisher is of; none where it is for a pattern. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT project.name
                      FROM publisher
                      JOIN project ON project.id = publisher.project_id
                     WHERE publisher.index_id = :index AND publisher.id = :id
                    """)
    Optional<String> nameOfProject(String index, long id);

    /** The same, held until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT p FROM Publisher p WHERE p.projectId = :projectId AND p.id = :id")
    Optional<Publisher> hold(long projectId, long id);

    /** Holds all of a project in the order in which an exchange does that binds several at once. */
    @Query(
            nativeQuery = true,
            value = "SELECT id FROM publisher WHERE project_id = :projectId ORDER BY id FOR UPDATE")
    List<Long> holdAll(long projectId);

    /** A number that no publisher has, had, or will have. */
    @Query(nativeQuery = true, value = "SELECT nextval('publisher_id_seq')")
    long nextGrantId();

    Optional<Publisher> findByProjectIdAndProviderAndFieldsHash(
            long projectId, String provider, byte[] fieldsHash);

    long countByProjectId(long projectId);

    List<Publisher> findByProjectIdAndIdGreaterThanOrderById(
            long projectId, long after, Limit limit);

    @Query(
            nativeQuery = true,
            value = "SELECT * " + PLAIN + " AND id > :after ORDER BY id LIMIT :limit")
    List<Publisher> plain(long project, String provider, String[] fields, long after, int limit);

    @Query(nativeQuery = true, value = "SELECT count(*) " + PLAIN)
    long countPlain(long project, String provider, String[] fields);

    @Query(nativeQuery = true, value = "SELECT count(*) " + PLAIN + " AND id = :id")
    long countPlain(long project, String provider, String[] fields, long id);

    /** Holds the publishers for patterns of an index, so that the same is not added twice. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT 1 FROM (SELECT pg_advisory_xact_lock(
                                              hashtextextended(:index, 7205761))) held
                    """)
    int holdPatterns(String index);

    Optional<Publisher> findByIndexIdAndNamePatternAndProviderAndFieldsHash(
            String indexId, String namePattern, String provider, byte[] fieldsHash);

    /** Those for a pattern that fits into one of these, which are {@code LIKE} patterns. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM publisher
                     WHERE index_id = :index AND name_pattern LIKE ANY (:within) AND id > :after
                     ORDER BY id
                     LIMIT :limit
                    """)
    List<Publisher> ofPatterns(String index, String[] within, long after, int limit);

    /**
     * Those for a pattern that a normalised name fits; first those whose pattern fits into one of
     * these, which are {@code LIKE} patterns.
     */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM publisher
                     WHERE index_id = :index
                       AND name_pattern IS NOT NULL
                       AND :name LIKE replace(replace(replace(replace(name_pattern,
                               '!', '!!'), '%', '!%'), '_', '!_'), '*', '%') ESCAPE '!'
                     ORDER BY name_pattern LIKE ANY (:within) DESC, id
                     LIMIT :limit
                    """)
    List<Publisher> covering(String index, String name, String[] within, int limit);

    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM publisher
                     WHERE index_id = :index AND name_pattern LIKE ANY (:within) AND id = :id
                    """)
    Optional<Publisher> ofPattern(String index, String[] within, long id);

    /** The same, held until the transaction ends. */
    @Query(
            nativeQuery = true,
            value =
                    """
                    SELECT * FROM publisher
                     WHERE index_id = :index AND name_pattern LIKE ANY (:within) AND id = :id
                       FOR UPDATE
                    """)
    Optional<Publisher> holdOfPattern(String index, String[] within, long id);
}
