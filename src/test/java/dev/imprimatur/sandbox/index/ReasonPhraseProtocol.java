package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.reflect.Field;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11OutputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.coyote.http11.OutputFilter;

/**
 * Tomcat with reason phrases, which it gave up years ago: for an index's clients that show their
 * user nothing else of a refusal. An answer's {@value #HEADER} header becomes the phrase in its
 * status line.
 */
public final class ReasonPhraseProtocol extends Http11NioProtocol {

    /** Never sent as a header. */
    public static final String HEADER = "Reason-Phrase";

    @Override
    protected Processor createProcessor() {
        return new ReasonPhraseProcessor(this, adapter);
    }

    private static final class ReasonPhraseProcessor extends Http11Processor {

        ReasonPhraseProcessor(ReasonPhraseProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
            // The one place where a status line is written cannot be had in any other way.
            try {
                Field field = Http11Processor.class.getDeclaredField("outputBuffer");
                field.setAccessible(true);
                Http11OutputBuffer plain = (Http11OutputBuffer) field.get(this);
                ReasonPhraseBuffer phrased =
                        new ReasonPhraseBuffer(response, protocol.getMaxHttpResponseHeaderSize());
                for (OutputFilter filter : plain.getFilters()) {
                    phrased.addFilter(filter);
                }
                field.set(this, phrased);
                response.setOutputBuffer(phrased);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This Tomcat writes status lines differently", e);
            }
        }
    }

    private static final class ReasonPhraseBuffer extends Http11OutputBuffer {

        private static final int LONGEST = 300;

        ReasonPhraseBuffer(Response response, int headerBufferSize) {
            super(response, headerBufferSize);
        }

        @Override
        public void sendStatus(int status) {
            String phrase = response.getMimeHeaders().getHeader(HEADER);
            if (phrase == null) {
                super.sendStatus(status);
                return;
            }
            response.getMimeHeaders().removeHeader(HEADER);
            write(("HTTP/1.1 " + status + " " + printable(phrase) + "\r\n").getBytes(US_ASCII));
        }

        /** One line, whatever it was made of: an end of line here would begin a header. */
        private static String printable(String phrase) {
            String line = phrase.replaceAll("[^\\x20-\\x7E]", "?");
            return line.substring(0, Math.min(line.length(), LONGEST));
        }
    }
}
