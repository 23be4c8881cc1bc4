package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
    /** Before the slots: two words that only the file of this name holds, then what was durable. */
    private static final int HEADER = 8;

    private static final int ENDED_AT = 2;
    private static final int HIGH_AT = 3;
    private static final int BYTES = (HEADER + SLOTS) * Long.BYTES;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final @Nullable Path file;
    private final ByteBuffer words;
    private final Semaphore vacancies = new Semaphore(SLOTS);
    private final ConcurrentLinkedQueue<Integer> vacant = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unused = new AtomicInteger();
    private volatile @Nullable LedgerException lost;

    private CallMarks(@Nullable Path file, ByteBuffer words) {
        this.file = file;
        this.words = words;
    }

    /** Marks that end with the process. */
    static CallMarks unkept() {
        return new CallMarks(null, ByteBuffer.allocateDirect(BYTES));
    }

    /**
     * Makes a new file. Its blocks are written, so that a full disk shows here and not as a fault of the memory later.
     *
     * @param file whose name ends with {@code name}; no one else could have made it
     */
    static CallMarks create(Path file, UUID name) throws IOException {
        try (FileChannel channel = OwnerOnly.createNew(file)) {
            ByteBuffer empty = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
            empty.putLong(0, name.getMostSignificantBits()).putLong(Long.BYTES, name.getLeastSignificantBits());
            while (empty.hasRemaining()) {
                channel.write(empty);
            }
            return new CallMarks(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        } catch (IOException e) {
            throw new IOException(
                    "Marks of calls cannot be kept in " + file + ": " + e + ". Make room or let this user write"
                            + " there, or set bactrian.marks to another directory in memory",
                    e);
        }
    }

    /** What a process left behind; empty if the file is not, byte for byte, what that process wrote as far as one can know. */
    static Optional<MarksLeft> left(Path file, UUID name) throws IOException {
        if (!FolderCustody.isOwnFile(file) || Files.size(file) != BYTES) {
            return Optional.empty();
        }
        LongBuffer words = read(file).asLongBuffer();
        boolean proven =
                words.get(0) == name.getMostSignificantBits() && words.get(1) == name.getLeastSignificantBits();
        return proven ? Optional.of(left(words)) : Optional.empty();
    }

    private static ByteBuffer read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        return bytes.clear();
    }

    private static MarksLeft left(LongBuffer words) {
        Map<Long, Integer> marks = new HashMap<>();
        for (int at = HEADER; at < words.limit(); at++) {
            long word = words.get(at);
            if (word != 0) {
                marks.put(word >>> FLAG_BITS, (int) (word & ((1 << FLAG_BITS) - 1)));
            }
        }
        return new MarksLeft(words.get(ENDED_AT), words.get(HIGH_AT), marks);
    }

    /** Where the ledger is to say that they are; null if they end with the process. */
    @Nullable
    Path file() {
        return file;
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

    /** Says how far a row has come. Whoever is about to send asks {@link #assertStored} then. */
    void set(int slot, long row, int marks) {
        put(HEADER + slot, row << FLAG_BITS | marks);
    }

    /** How far the ledger has come is durable; a ledger that says less later has lost it. */
    void durable(long ended, long high) {
        put(ENDED_AT, ended);
        put(HIGH_AT, high);
    }

    private void put(int at, long word) {
        try {
            WORD.setVolatile(words, at * Long.BYTES, word);
            if ((long) WORD.getVolatile(words, at * Long.BYTES) != word) {
                lose("it holds something else than was written");
            }
        } catch (InternalError e) {
            // how the JVM says that the file behind the memory was cut off
            lose(e.toString());
        }
    }

    private void lose(String why) {
        lost = new LedgerException(
                "Marks of calls cannot be kept in " + file + " (" + why + "); nothing more is sent for"
                        + " this job before it has new ones",
                null);
    }

    /** @throws LedgerException if a mark was not stored, so that nothing may be sent */
    void assertStored() throws LedgerException {
        LedgerException reason = lost;
        if (reason != null) {
            throw reason;
        }
    }

    /** The row's outcome is durable: the slot may be used for another. */
    void vacate(int slot) {
        vacant.add(slot);
        vacancies.release();
    }
}
