package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds what came of a test against what was expected. */
record Checks(Expected expected, Outcome outcome) {

    List<Difference> differences() throws IOException {
        Comparison comparison = new Comparison();
        failure(comparison);
        Entry receipt = expected.get("receipt");
        if (receipt != null) {
            comparison.compare(receipt, outcome.receipt(), "receipt");
        }
        Entry users = expected.get("users");
        if (users != null) {
            comparison.compare(users, Texts.JSON.valueToTree(outcome.users()), "users in the directory");
        }
        body(comparison);
        comparison.compareTexts(expected.get("headers"), outcome.headers(), "headers");
        List<Difference> all = new ArrayList<>(comparison.differences());
        all.addAll(new CallChecks(expected.get("calls"), expected.calls(), outcome.calls()).differences());
        all.addAll(new SentChecks(expected.get("sent"), expected.sent(), outcome.sent()).differences());
        for (Map.Entry<String, Entry> file : expected.files().entrySet()) {
            all.addAll(new FileChecks(outcome.home()).differences(file.getKey(), file.getValue()));
        }
        return all;
    }

    private void failure(Comparison comparison) {
        Entry fails = expected.get("fails");
        String failure = outcome.failure();
        if (fails != null) {
            comparison.compare(fails, TextNode.valueOf(failure == null ? "(it came to its end)" : failure), "fails");
        }
    }

    private void body(Comparison comparison) {
        Entry body = expected.get("body");
        String text = outcome.body();
        if (body == null) {
            return;
        }
        if (text == null) {
            comparison.compare(body, null, "body");
        } else if (body.isMap() || body.isList()) {
            comparison.compare(body, Texts.parsed(text), "body");
        } else {
            comparison.compareText(body, text, "body");
        }
    }
}
