package io.github.bactrian.sandbox;

/** One of the sandbox's two faces: what it answers when nothing goes wrong, and in what shape it fails. */
interface Api {

    Reply answer(Request request);

    /** A failure that a fault script asked for without giving a body. */
    Reply failure(int status, Request request);

    /** Told of each request before anything, a fault included, happens to it. */
    default void arrived(Request request) {}
}
