package io.github.bactrian.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A call was answered with success, and the answer's body cannot be read: it is cut off, or not what its headers say. */
public final class BrokenAnswerException extends IOException {

    private final transient Head head;
    private final boolean unanswered;

    /** What is left of the answer: its status, the words after that, and its headers in their order. */
    public record Head(int status, String text, List<Map.Entry<String, String>> headers) {}

    BrokenAnswerException(String call, Head head, boolean unanswered, IOException cause) {
        super("the body of the answer to " + call + " cannot be read: " + text(cause), cause);
        this.head = head;
        this.unanswered = unanswered;
    }

    private static String text(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Returns what could be read of the answer. */
    public Head head() {
        return head;
    }

    /** Returns whether the call counts as not answered, because it may be made again. */
    public boolean isUnanswered() {
        return unanswered;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
