package io.github.bactrian;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why two sides did not agree on a TLS connection, as far as the exceptions of this Java runtime tell. */
public enum TlsFault {
    /** The certificate is signed by no authority that is trusted here. */
    UNTRUSTED,
    /** The certificate is another host's. */
    OTHER_HOST,
    /** The certificate is not valid at this machine's time. */
    OUT_OF_DATE,
    /** The server asks for a certificate, and got none or refused the one it got. */
    CLIENT_CERTIFICATE,
    /** The server refused, and does not tell more. */
    REFUSED,
    /** The server does not speak TLS on this port. */
    NO_TLS,
    /** The connection ended before both sides were through. */
    CUT_SHORT;

    private static final Pattern ABOUT_OUR_CERTIFICATE = Pattern.compile(
            "Received fatal alert: (certificate_\\w+|bad_certificate\\w*|unsupported_certificate|unknown_ca|access_denied)");
    private static final Pattern PASSING =
            Pattern.compile("Received fatal alert: (internal_error|user_canceled)|Remote host .*|clos.*");
    private static final Pattern PLAIN =
            Pattern.compile("Unsupported or unrecognized SSL message|.*plaintext connection.*");
    private static final Pattern NAME =
            Pattern.compile("No subject alternative .*|No name matching .*|Certificate for <.*> doesn't match .*");

    /** What a failed connection failed of; empty if that was not TLS. */
    public static Optional<TlsFault> of(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(50)
                .toList();
        if (has(causes, CertificateException.class) || has(causes, SSLPeerUnverifiedException.class)) {
            return Optional.of(distrust(causes));
        }
        return has(causes, SSLException.class) ? Optional.of(refusal(causes)) : Optional.empty();
    }

    private static TlsFault distrust(List<Throwable> causes) {
        if (has(causes, CertificateExpiredException.class) || has(causes, CertificateNotYetValidException.class)) {
            return OUT_OF_DATE;
        }
        return says(causes, NAME) || has(causes, SSLPeerUnverifiedException.class) ? OTHER_HOST : UNTRUSTED;
    }

    private static TlsFault refusal(List<Throwable> causes) {
        if (says(causes, ABOUT_OUR_CERTIFICATE)) {
            return CLIENT_CERTIFICATE;
        }
        if (says(causes, PLAIN)) {
            return NO_TLS;
        }
        boolean broken = has(causes, EOFException.class) || has(causes, SocketException.class);
        return broken || says(causes, PASSING) ? CUT_SHORT : REFUSED;
    }

    private static boolean has(List<Throwable> causes, Class<?> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static boolean says(List<Throwable> causes, Pattern words) {
        return causes.stream()
                .map(Throwable::getMessage)
                .anyMatch(message -> message != null && words.matcher(message).matches());
    }

    /** Whether it stays until a person changes something. */
    public boolean isLasting() {
        return this != CUT_SHORT;
    }

    /**
     * What happened and what to do, as sentences.
     *
     * @param host and port of the server
     * @param caFile the key that names additional authorities
     * @param certificate how a client certificate is given, as the end of a sentence
     * @param address what to check if the address is wrong
     */
    public String words(String host, String caFile, String certificate, String address) {
        return switch (this) {
            case UNTRUSTED ->
                "the certificate of " + host + " is signed by no authority that is trusted here. If it is "
                        + "the right server, or a proxy that opens TLS, put its authority's certificate (PEM) into the file "
                        + "that " + caFile + " names";
            case OTHER_HOST ->
                "the certificate that " + host + " shows is another host's. Check " + address
                        + "; write the host as its certificate does";
            case OUT_OF_DATE ->
                "the certificate of " + host
                        + " has expired or is not valid yet. Have it renewed, or set this machine's clock";
            case CLIENT_CERTIFICATE -> host + " asks for a client certificate (mutual TLS): " + certificate;
            case REFUSED ->
                host + " does not agree on TLS. If it asks for a client certificate (mutual TLS): "
                        + certificate + ". Else it has no protocol or cipher in common with this Java runtime; check "
                        + address;
            case NO_TLS -> host + " does not speak TLS there. Check " + address + ", its port and the proxy";
            case CUT_SHORT ->
                host + " ended the connection before TLS was established. Check " + address
                        + ", the network and proxy. If it asks for a client certificate (mutual TLS): " + certificate;
        };
    }
}
