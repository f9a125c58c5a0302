package dev.imprimatur.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest
class FirstStepsTests {

    @Autowired private FirstSteps steps;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    /** Tables of this transaction alone stand before those of the same names. */
    @Test
    void aStepIsDoneOnceThereIsARow() {
        transaction.executeWithoutResult(
                _ -> {
                    jdbc.sql("CREATE TEMPORARY TABLE publisher (id int) ON COMMIT DROP").update();
                    jdbc.sql("CREATE TEMPORARY TABLE upload (id int) ON COMMIT DROP").update();
                    assertThat(steps.done()).isEqualTo(new FirstSteps.Done(false, false));

                    jdbc.sql("INSERT INTO publisher VALUES (1)").update();
                    assertThat(steps.done()).isEqualTo(new FirstSteps.Done(true, false));

                    jdbc.sql("INSERT INTO upload VALUES (1)").update();
                    assertThat(steps.done()).isEqualTo(new FirstSteps.Done(true, true));
                });
    }

    @Test
    void lookingIsOneStatement() {
        assertThat(StatementLog.during(steps::done)).hasSize(1);
    }
}
