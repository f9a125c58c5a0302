package dev.imprimatur.notice;

import java.util.List;

/**
 * Where one event goes.
 *
 * @param target of a {@link Channel}
 * @param address a mail address; empty for a webhook
 * @param projects those of the event that the receiver may know of
 */
record Route(String target, String address, List<String> projects) {}
