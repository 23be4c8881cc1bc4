package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /**
     * Waits that long at most; false if there is no answer by then.
     *
     * @throws LedgerException if there will be none
     */
    boolean isAnswered(Duration patience) throws LedgerException {
        try {
            answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw reason(e.getCause());
        }
    }

    private static LedgerException reason(@Nullable Throwable failure) {
        return failure instanceof LedgerException known ? known : new LedgerException(String.valueOf(failure), failure);
    }

    /** Waits until what was written for the answer is durable. */
    T answer() throws LedgerException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw reason(e.getCause());
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
