package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.RecordedCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a test.
 *
 * @param receipt of the last file dropped; null if none was
 * @param body what the last route triggered made of the message; null if none was, or it made nothing
 * @param failure why that route did not come to its end; null if it did
 * @param users in the directory
 * @param home where its files lie
 */
record Outcome(
        @Nullable JsonNode receipt,
        @Nullable String body,
        Map<String, String> headers,
        @Nullable String failure,
        List<RecordedCall> calls,
        List<Sent> sent,
        int users,
        Path home) {}
