package dev.imprimatur.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a JSON answer as a whole, with its length: one write to the socket instead of three, and
 * no answer that begins well and breaks off where something cannot be written.
 */
final class WholeJson extends JacksonJsonHttpMessageConverter {

    WholeJson(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    protected void writeInternal(
            Object answer,
            ResolvableType type,
            HttpOutputMessage message,
            @Nullable Map<String, Object> hints)
            throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(512);
        super.writeInternal(answer, type, new Into(message.getHeaders(), whole), hints);
        message.getHeaders().setContentLength(whole.size());
        whole.writeTo(message.getBody());
    }

    private record Into(HttpHeaders headers, OutputStream body) implements HttpOutputMessage {

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public OutputStream getBody() {
            return body;
        }
    }
}
