package dev.imprimatur.web.limit;

import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests of one kind go ahead in a minute, on each instance. As many as a minute allows
 * may come at once; 0 switches a limit off.
 *
 * @param exchangesPerAddress exchanges, tokens handed back and leak reports from one address (of
 *     IPv6: one /64 network), whatever comes of them
 * @param exchangesPerRepository exchanges of one repository, or what its provider has in the place
 *     of one, after its identity is proven
 * @param writesPerAccount calls of the management API by one account that may change something
 * @param readsPerAccount calls of the management API by one account that only read
 * @param remembered for how many addresses, repositories and accounts each limit keeps count
 */
@Validated
@ConfigurationProperties("imprimatur.limits")
public record LimitsProperties(
        @DefaultValue("600") @Range(max = MOST, message = WANTED) int exchangesPerAddress,
        @DefaultValue("600") @Range(max = MOST, message = WANTED) int exchangesPerRepository,
        @DefaultValue("600") @Range(max = MOST, message = WANTED) int writesPerAccount,
        @DefaultValue("3000") @Range(max = MOST, message = WANTED) int readsPerAccount,
        @DefaultValue("100000")
                @Range(
                        min = 1000,
                        max = 10 * MOST,
                        message = "must be a whole number from 1000 to 10000000, such as 100000")
                int remembered) {

    private static final int MOST = 1_000_000;

    private static final String WANTED =
            "must be a whole number from 0 to 1000000: how many in a minute, 0 for any number";
}
