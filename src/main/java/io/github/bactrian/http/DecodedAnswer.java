package io.github.bactrian.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Takes off an answer what was said of its body before it was decoded. HttpClient did so itself until 5.5; camel-http up to
 * 4.18 takes the headers at their word, and would decode the body once more. An empty body needs no decoding, whatever they say.
 */
final class DecodedAnswer implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        HttpEntity body = answer.getEntity();
        boolean decoded = body != null && (body.getContentEncoding() == null || body.getContentLength() == 0);
        if (decoded && answer.containsHeader(HttpHeaders.CONTENT_ENCODING)) {
            answer.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            answer.removeHeaders(HttpHeaders.CONTENT_LENGTH);
            answer.removeHeaders(HttpHeaders.CONTENT_MD5);
        }
        return answer;
    }
}
