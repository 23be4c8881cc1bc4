package io.github.bactrian.bench;

/** A way to come by a token, as an application uses it for each of its calls. */
interface TokenClient {

    /**
     * What one call needs.
     *
     * @param tenant whose token it is
     * @return what shows that there was one; for JMH
     */
    Object token(String tenant) throws Exception;
}
