package dev.imprimatur;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The service: one jar, one PostgreSQL. */
// Requests are timed by dev.imprimatur.web.RequestTimes.
@SpringBootApplication(exclude = WebMvcObservationAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
public class Imprimatur {

    public static void main(String[] args) {
        SpringApplication.run(Imprimatur.class, args);
    }

    /**
     * The one clock that every room reads. As fine as PostgreSQL keeps times, so that an answer and
     * the row that it tells of say the same.
     */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }

    /** Static, because it must run before there are beans. */
    @Bean
    static ConfigurationCheck configurationCheck(Environment environment) {
        return new ConfigurationCheck(environment);
    }

    @Bean
    Migrations migrations(JdbcConnectionDetails database) {
        return new Migrations(Migrations.TESTED, database);
    }
}
