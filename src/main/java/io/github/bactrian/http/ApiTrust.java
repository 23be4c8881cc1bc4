package io.github.bactrian.http;

import io.github.bactrian.oauth.CaFile;
import io.github.bactrian.oauth.OAuthProfile;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Trusts the usual certificates everywhere, and those of a profile's {@code call.ca-file} on the profile's hosts only. */
final class ApiTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager usual;
    private final Map<OAuthProfile, X509ExtendedTrustManager> added;

    private ApiTrust(X509ExtendedTrustManager usual, Map<OAuthProfile, X509ExtendedTrustManager> added) {
        this.usual = usual;
        this.added = added;
    }

    /** For camel-http's components, which take nothing smaller. */
    static SSLContextParameters parameters(Map<OAuthProfile, X509ExtendedTrustManager> added) {
        return new SSLContextParameters() {
            @Override
            public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException {
                SSLContext tls = SSLContext.getInstance("TLS");
                tls.init(null, new TrustManager[] {new ApiTrust(CaFile.usual(), added)}, null);
                return tls;
            }
        };
    }

    /** One of the ways of checking, against one of the managers. */
    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private void check(Check check, Supplier<SSLSession> session) throws CertificateException {
        try {
            check.by(usual);
        } catch (CertificateException distrusted) {
            SSLSession peer = session.get();
            URI host = URI.create("https://" + peer.getPeerHost() + ":" + peer.getPeerPort());
            for (Map.Entry<OAuthProfile, X509ExtendedTrustManager> profile : added.entrySet()) {
                if (profile.getKey().allows(host)) {
                    check.by(profile.getValue());
                    return;
                }
            }
            throw distrusted;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, type, socket), ((SSLSocket) socket)::getHandshakeSession);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, type, engine), engine::getHandshakeSession);
    }

    /** Nobody knows who the peer is. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        usual.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        usual.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
