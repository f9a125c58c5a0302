package dev.imprimatur.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphTests {

    private final Graph graph = new Graph("p99 < 2 & more");

    @Test
    void itIsSvgWithItsTitlePhasesAndSections() throws Exception {
        graph.point(0, 2).point(1, 40).phase(0.5, 1, "garbage").section(0, 1, "100:1");

        Document svg = read();

        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("p99 < 2 & more");
        assertThat(svg.getElementsByTagName("rect").getLength()).isOne();
        assertThat(texts(svg)).contains("garbage ", "100:1 ", "1 ", "10 ", "50 ", "seconds ");
    }

    @Test
    void aLineIsBrokenWhereNothingWasMeasured() throws Exception {
        graph.point(0, 5).point(0.5, 5).point(4, 5).point(4.5, 5);

        assertThat(line(read())).matches("M\\S+ L\\S+ M\\S+ L\\S+");
    }

    @Test
    void tenTimesAsLongIsAsFarUpEverywhere() throws Exception {
        graph.point(0, 1).point(1, 10).point(2, 100);

        String[] points = line(read()).split(" ", -1);
        double first = height(points[0]);
        double second = height(points[1]);
        double third = height(points[2]);

        assertThat(first - second).isPositive();
        assertThat(second - third).isCloseTo(first - second, offset(0.2));
    }

    private static double height(String point) {
        return Double.parseDouble(point.substring(point.indexOf(',') + 1));
    }

    /** The path with nothing in it but points. */
    private static String line(Document svg) {
        NodeList paths = svg.getElementsByTagName("path");
        return paths.item(paths.getLength() - 1).getAttributes().getNamedItem("d").getNodeValue();
    }

    private static String texts(Document svg) {
        NodeList texts = svg.getElementsByTagName("text");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.getLength(); i++) {
            all.append(texts.item(i).getTextContent()).append(' ');
        }
        return all.toString();
    }

    private Document read() throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(graph.svg())));
    }
}
