package io.github.bactrian.http;

import java.util.Date;
import java.util.List;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieStore;

/** Keeps nothing: a cookie set for one tenant must not travel with another one's token. */
final class NoCookies implements CookieStore {

    @Override
    public void addCookie(Cookie cookie) {
        // That it is forgotten is the point.
    }

    @Override
    public List<Cookie> getCookies() {
        return List.of();
    }

    @Override
    @SuppressWarnings({"deprecation", "JavaUtilDate"})
    public boolean clearExpired(Date date) {
        return false;
    }

    @Override
    public void clear() {
        // There is nothing to clear.
    }
}
