package dev.imprimatur.publisher;

import java.util.Optional;

/**
 * Where publishers stand that somebody may change: at a project, or at patterns of names in an
 * index. An edit is the same edit at each.
 */
interface Place {

    /** One of them; that of another place is none. */
    Optional<Publisher> find(long id);

    /** Lets nobody else add one here until the transaction ends; false: the place is gone. */
    boolean hold();

    /** One of them, held until the transaction ends. */
    Optional<Publisher> hold(long id);

    /** The one, of the same names as another, that says just this. */
    Optional<Publisher> saying(RegisteredPublisher other, CheckedPublisher checked);

    /** What an event of one of them is about. */
    PublisherEvents.Subject subject(RegisteredPublisher publisher);
}
