package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One word for each row in flight, in a memory-mapped file: how far its calls have come. Written without a system call, and
 * kept by the operating system when the process is killed, but not when power is lost.
 */
final class CallMarks {
    /** An idempotent call has been sent and not answered, or the next call waits because its row must not run again. */
    static final int SAFE_ON_WIRE = 1;
    /** A call that is not idempotent has been sent and not answered. */
    static final int UNSAFE_ON_WIRE = 2;
    /** A call that is not idempotent was answered in a way that does not rule out an effect. */
    static final int ACTED = 4;
    /** The row has ended; its outcome's mark stands above this bit. */
    static final int ENDED = 8;

    /** An exchange of the row is on its way through the route. */
    static final int RUNNING = 64;

    private static final int OUTCOME_SHIFT = 4;
    private static final int FLAG_BITS = 8;
    static final int SLOTS = 4096;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer words;
    private final Semaphore vacancies = new Semaphore(SLOTS);
    private final ConcurrentLinkedQueue<Integer> vacant = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unused = new AtomicInteger();

    private CallMarks(MappedByteBuffer words) {
        this.words = words;
    }

    /** Makes a new file. Its blocks are written, so that a full disk shows here and not as a fault of the memory later. */
    static CallMarks create(Path file) throws IOException {
        OwnerOnly.file(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(SLOTS * Long.BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            return new CallMarks(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * Long.BYTES));
        }
    }

    /** The marks that a process left behind, by row; empty if it left no file. */
    static Map<Long, Integer> left(Path file) throws IOException {
        Map<Long, Integer> marks = new HashMap<>();
        if (Files.exists(file)) {
            LongBuffer words = ByteBuffer.wrap(Files.readAllBytes(file))
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
            while (words.hasRemaining()) {
                long word = words.get();
                if (word != 0) {
                    marks.put(word >>> FLAG_BITS, (int) (word & ((1 << FLAG_BITS) - 1)));
                }
            }
        }
        return marks;
    }

    static int ended(Outcome outcome, int marks) {
        return marks | ENDED | outcome.mark() << OUTCOME_SHIFT;
    }

    /** The outcome in marks that have {@link #ENDED}. */
    static Outcome outcome(int marks) {
        return Outcome.ofMark(marks >> OUTCOME_SHIFT & 3);
    }

    /** Takes a slot, waiting until one is vacant. */
    int take() throws InterruptedException {
        vacancies.acquire();
        Integer used = vacant.poll();
        return used == null ? unused.getAndIncrement() : used;
    }

    /** Says how far a row has come. */
    void set(int slot, long row, int marks) {
        WORD.setVolatile(words, slot * Long.BYTES, row << FLAG_BITS | marks);
    }

    /** The row's outcome is durable: the slot may be used for another. */
    void vacate(int slot) {
        vacant.add(slot);
        vacancies.release();
    }
}
