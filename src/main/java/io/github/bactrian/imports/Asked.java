package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A question to the ledger that waits for its transaction. */
final class Asked<T extends @Nullable Object> implements Ledger.Change {
    /** Reads or writes, and answers. */
    interface Question<T extends @Nullable Object> {
        T ask(Connection connection) throws SQLException;
    }

    private final Question<T> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable CompletableFuture<T> ready;

    Asked(Question<T> question) {
        this.question = question;
    }

    /** Waits until what was written for the answer is durable. */
    T answer() throws LedgerException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LedgerException cause
                    ? cause
                    : new LedgerException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void write(Connection connection) throws SQLException {
        ready = CompletableFuture.completedFuture(question.ask(connection));
    }

    @Override
    public void committed() {
        if (ready != null) {
            answer.complete(ready.join());
        }
    }

    @Override
    public void failed(LedgerException reason) {
        answer.completeExceptionally(reason);
    }
}
