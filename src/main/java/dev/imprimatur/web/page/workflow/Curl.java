package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Map;

/**
 * What the jobs of any other ecosystem run: curl, which gets the token where no list of processes
 * shows it.
 */
record Curl() implements Client {

    @Override
    public List<String> build() {
        return List.of();
    }

    @Override
    public String variable() {
        return "IMPRIMATUR_TOKEN";
    }

    @Override
    public Map<String, Object> settings(Target target) {
        return Client.members("UPLOAD_URL", target.uploadUrl().toString());
    }

    @Override
    public String publish(Target target) {
        return "printf \"header = \\\"Authorization: Bearer %s\\\"\\n\" \"$IMPRIMATUR_TOKEN\""
                + " | curl --fail --config - --upload-file package.tar.gz \"$UPLOAD_URL\"";
    }
}
