package dev.imprimatur.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is read of a body, and how long that takes: one that does not say how long it is
 * could go on for ever, and so could one that comes byte by byte, within every time-out of a single
 * read. Form parameters are read by the container, which has the same cap of its own ({@code
 * server.tomcat.max-http-form-post-size}).
 */
final class CappedRequest extends HttpServletRequestWrapper {

    /** From the first read to the last; clients of ours send a few thousand bytes. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    private final int cap;
    private final LongSupplier nanoTime;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    CappedRequest(HttpServletRequest request, int cap) {
        this(request, cap, System::nanoTime);
    }

    CappedRequest(HttpServletRequest request, int cap, LongSupplier nanoTime) {
        super(request);
        this.cap = cap;
        this.nanoTime = nanoTime;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Counting(super.getInputStream());
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            reader = new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
        return reader;
    }

    /** Nothing of ours is multipart, and the container would read it past the cap. */
    @Override
    public Collection<Part> getParts() throws ServletException {
        throw new ServletException("Multipart is not served here");
    }

    @Override
    public Part getPart(String name) throws ServletException {
        throw new ServletException("Multipart is not served here");
    }

    private final class Counting extends ServletInputStream {

        private final ServletInputStream body;
        private final long begun = nanoTime.getAsLong();
        private long count;

        Counting(ServletInputStream body) {
            this.body = Objects.requireNonNull(body);
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            if (next >= 0) {
                count(1);
            }
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = body.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) throws IOException {
            count += bytes;
            if (count > cap) {
                throw RefusedBodyException.tooLarge();
            }
            if (nanoTime.getAsLong() - begun > LONGEST.toNanos()) {
                throw RefusedBodyException.tooSlow();
            }
        }

        @Override
        public int available() throws IOException {
            return body.available();
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
