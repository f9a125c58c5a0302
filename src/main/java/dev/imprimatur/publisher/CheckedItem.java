package dev.imprimatur.publisher;

import dev.imprimatur.project.ProjectName;
import java.util.List;

/**
 * An item of a batch that is fit by itself, whatever is registered already.
 *
 * @param item its number, from 0
 * @param settled what its forge says of its names
 */
record CheckedItem(
        int item, ProjectName project, CheckedPublisher publisher, PinResolution.Settled settled) {

    /** Two items with the same one are the same. */
    List<Object> identity() {
        return List.of(project.normalized(), publisher.provider().id(), publisher.digest());
    }

    CheckedItem settledBy(PinResolution.Settled found) {
        return new CheckedItem(item, project, publisher, found);
    }
}
