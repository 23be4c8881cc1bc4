package io.github.bactrian.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Hands text over in UTF-8, whatever charset the answer has, and tells {@link AnswerHeaders} what the answer says of its body.
 * Camel remembers an answer's charset and would write the next request in it; jq reads nothing but UTF-8.
 */
final class AnswerText implements ExecChainHandler {
    private static final Pattern CHARSET = Pattern.compile("(?i);?\\s*charset\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)");
    private static final Pattern TEXT =
            Pattern.compile("text/.*|.*[/+](json|xml|x-ndjson|x-www-form-urlencoded|javascript)");

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        if (governed != null) {
            inUtf8(response);
            AnswerHeaders.remember(governed.exchange(), response);
        }
        return response;
    }

    private static void inUtf8(ClassicHttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
        ContentType type = header == null ? null : ContentType.parseLenient(header.getValue());
        String name = type == null ? null : type.getParameter("charset");
        Charset charset = charset(name);
        if (header == null || type == null || name == null || StandardCharsets.UTF_8.equals(charset)) {
            return;
        }
        String mime = String.valueOf(type.getMimeType()).toLowerCase(Locale.ROOT);
        boolean text = charset != null && TEXT.matcher(mime).matches();
        HttpEntity entity = response.getEntity();
        if (charset != null && text && entity != null && !StandardCharsets.US_ASCII.equals(charset)) {
            response.setEntity(new Transcoded(entity, charset, mime.endsWith("xml")));
            response.removeHeaders(HttpHeaders.CONTENT_LENGTH);
        }
        response.setHeader(
                HttpHeaders.CONTENT_TYPE, CHARSET.matcher(header.getValue()).replaceAll(text ? "; charset=UTF-8" : ""));
    }

    private static @Nullable Charset charset(@Nullable String name) {
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static final class Transcoded extends WrappedBody {
        private final Charset charset;
        private final boolean xml;

        Transcoded(HttpEntity entity, Charset charset, boolean xml) {
            super(entity);
            this.charset = charset;
            this.xml = xml;
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        InputStream wrapped(InputStream content) {
            return new Utf8Stream(content, charset, xml);
        }
    }
}
