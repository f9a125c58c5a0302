package dev.imprimatur.web.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Reads the session of a request once. Spring Session's own filter reads it again behind each
 * answer, for an id that it has had all along: at the end of a request it keeps the session a
 * second time, and has forgotten by then what it read.
 *
 * <p>Each request gets a filter of theirs with a memory of its own; the one for all requests, which
 * comes behind it, sees that its work is done.
 */
final class SessionReadOnce implements Filter {

    private final SessionRepository<? extends Session> kept;
    private final HttpSessionIdResolver cookie;

    SessionReadOnce(SessionRepository<? extends Session> kept, CookieSerializer cookie) {
        this.kept = kept;
        CookieHttpSessionIdResolver resolver = new CookieHttpSessionIdResolver();
        resolver.setCookieSerializer(cookie);
        this.cookie = resolver;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SessionRepositoryFilter<?> filter = filter(kept);
        filter.setHttpSessionIdResolver(cookie);
        filter.doFilter(request, response, chain);
    }

    private static <S extends Session> SessionRepositoryFilter<S> filter(
            SessionRepository<S> kept) {
        return new SessionRepositoryFilter<>(new OfOneRequest<>(kept));
    }

    /** The sessions as one request sees them, which is done by one thread at a time. */
    private static final class OfOneRequest<S extends Session> implements SessionRepository<S> {

        private final SessionRepository<S> kept;
        private @Nullable String id;
        private @Nullable S read;

        OfOneRequest(SessionRepository<S> kept) {
            this.kept = kept;
        }

        @Override
        public S createSession() {
            return kept.createSession();
        }

        @Override
        public void save(S session) {
            kept.save(session);
        }

        @Override
        public @Nullable S findById(String wanted) {
            if (!wanted.equals(id)) {
                read = kept.findById(wanted);
                id = wanted;
            }
            return read;
        }

        @Override
        public void deleteById(String ended) {
            kept.deleteById(ended);
            id = null;
            read = null;
        }
    }
}
