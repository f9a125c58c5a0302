package dev.imprimatur.notice;

import dev.imprimatur.audit.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of a webhook: the event as the events API has it, and what it means in words. */
final class NoticeBody {

    /** Of the detail; receivers expect some 20 KiB in all. */
    private static final int LONGEST_DETAIL = 16 * 1024;

    private final JsonMapper json;
    private final Wording wording;

    NoticeBody(JsonMapper json, Wording wording) {
        this.json = json;
        this.wording = wording;
    }

    /** The bytes that are sent and signed. */
    byte[] of(Notice notice) {
        Event event = notice.recorded().event();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", notice.id().toString());
        body.put("type", event.type().wireName());
        body.put("timestamp", notice.recorded().at().toString());
        body.put("event", notice.recorded().id());
        body.put("actor", event.actor());
        body.put("index", event.indexId());
        body.put("projects", notice.projects());
        body.put("detail", detail(event));
        body.put("text", wording.sentence(notice));
        body.put("link", wording.link(notice));
        return json.writeValueAsBytes(body);
    }

    private Map<String, ?> detail(Event event) {
        return json.writeValueAsBytes(event.detail()).length > LONGEST_DETAIL
                ? Map.of("left_out", "too long; the events API has it")
                : event.detail();
    }
}
