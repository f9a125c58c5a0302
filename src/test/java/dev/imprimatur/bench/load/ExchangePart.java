package dev.imprimatur.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How near an exchange comes to what the server and the database alone would allow. */
final class ExchangePart implements Part {

    @Override
    public String name() {
        return "exchange";
    }

    @Override
    public void measure(Bench bench, Report report) {
        try (ServiceProcess floor = bench.stage().floor()) {
            Path bodies = bench.jobs().exchanges(2_000);
            Duration time = Bench.TIME;
            bench.send(floor, Bench.MINT, bodies, time);
            List<Figure> figures =
                    new Rounds()
                            .with("floor", () -> bench.send(floor, Bench.MINT, bodies, time))
                            .with(
                                    "exchange, statements alone",
                                    () ->
                                            bench.writing(
                                                    "upload_token",
                                                    HotStatements.exchange(Bench.REPOSITORIES),
                                                    HotStatements.exchangeValues()))
                            .with("exchange", () -> bench.exchange(bench.service(), time))
                            .measure(Bench.ROUNDS);
            report.add(name(), figures);
            report.ratio("exchange ÷ its statements", figures.get(2), figures.get(1), 0.80);
            report.ratio("exchange ÷ floor", figures.get(2), figures.get(0), null);
            report.value(
                    "resident memory after the exchanges, MiB",
                    CpuTime.residentMebibytes(bench.service().handle()),
                    "at most 350");
        }
    }
}
