package dev.imprimatur.bench.load;

import java.util.List;
import java.util.Map;

/** How many uploads an index may ask about, by decision and by introspection. */
final class DecisionPart implements Part {

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public void measure(Bench bench, Report report) {
        Uploads uploads = new Uploads(bench);
        ServiceProcess service = bench.service();
        bench.stage().run(HotStatements.tokens(Uploads.TOKENS), "VACUUM ANALYZE upload_token");
        Map<String, String> values =
                HotStatements.decisionValues(
                        Long.parseLong(bench.stage().ask(HotStatements.FIRST_TOKEN)),
                        Long.parseLong(bench.stage().ask(HotStatements.FIRST_PUBLISHER)));
        // The compiler has seen exchanges so far.
        for (int i = 0; i < 2; i++) {
            uploads.decide(service);
            uploads.introspect(service);
        }
        List<Figure> figures =
                new Rounds()
                        .with(
                                "upload decision, statements alone",
                                () ->
                                        bench.writing(
                                                "upload",
                                                HotStatements.decision(Uploads.TOKENS),
                                                values))
                        .with("upload decision", () -> uploads.decide(service))
                        .with(
                                "introspection, statement alone",
                                () ->
                                        bench.reading(
                                                HotStatements.introspection(Uploads.TOKENS),
                                                Map.of()))
                        .with("introspection", () -> uploads.introspect(service))
                        .measure(Bench.ROUNDS);
        report.add(name(), figures);
        report.ratio("upload decision ÷ its statements", figures.get(1), figures.get(0), 0.80);
        report.ratio("introspection ÷ its statement", figures.get(3), figures.get(2), null);
    }
}
