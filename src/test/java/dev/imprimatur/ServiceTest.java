package dev.imprimatur;

import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.notice.TestNotices;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole service over real HTTP and a real PostgreSQL.
 *
 * <p>All such tests share one context, which starts once: do not add properties, beans or profiles
 * to a single test, and use names of your own for what you create. The indexes are in {@code
 * application-test.yml}; {@link AdminApiToken} is an API token that may do everything; {@link
 * ServiceClient} talks to the service.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
        classes = Imprimatur.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(StatementLog.class)
@ActiveProfiles("test")
@ContextConfiguration(
        initializers = {
            TestDatabase.class,
            AdminApiToken.class,
            TestProviders.class,
            TestPeople.class,
            TestReporter.class,
            TestNotices.class
        })
public @interface ServiceTest {}
