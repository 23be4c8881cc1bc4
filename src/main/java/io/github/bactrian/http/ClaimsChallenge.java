package io.github.bactrian.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What an API that refused a token wants the next one to contain (continuous access evaluation). */
final class ClaimsChallenge {

    private static final Pattern CLAIMS = Pattern.compile("\\bclaims=\"([^\"]+)\"");

    private ClaimsChallenge() {}

    /** The claims as JSON; null if the answer has none that can be read. */
    static @Nullable String in(HttpResponse response) {
        for (Header header : response.getHeaders(HttpHeaders.WWW_AUTHENTICATE)) {
            Matcher claims = CLAIMS.matcher(header.getValue());
            if (header.getValue().toLowerCase(Locale.ROOT).startsWith("bearer") && claims.find()) {
                return decoded(claims.group(1));
            }
        }
        return null;
    }

    private static @Nullable String decoded(String claims) {
        try {
            String standard = claims.replace('-', '+').replace('_', '/');
            String text = new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
            return JSONObjectUtils.parse(text).isEmpty() ? null : text;
        } catch (IllegalArgumentException | ParseException e) {
            return null;
        }
    }
}
