package io.github.bactrian.console;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the page, out of the jar. */
final class Assets implements Handler<RoutingContext> {

    private record Asset(String type, Buffer bytes) {}

    private static final String JS = "text/javascript; charset=utf-8";
    private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.1/";

    private final Map<String, Asset> assets = Map.of(
            "/", asset("text/html; charset=utf-8", "/console/index.html"),
            "/console/style.css", asset("text/css; charset=utf-8", "/console/style.css"),
            "/console/app.js", asset(JS, "/console/app.js"),
            "/console/parts.js", asset(JS, "/console/parts.js"),
            "/console/lit-html.js", asset(JS, LIT + "lit-html.js"),
            "/console/words.js", asset(JS, "/console/words.js"),
            "/console/icon.svg", asset("image/svg+xml", "/console/icon.svg"));

    Iterable<String> paths() {
        return assets.keySet();
    }

    @Override
    public void handle(RoutingContext context) {
        Asset asset = assets.get(context.normalizedPath());
        if (asset == null) {
            context.next();
        } else {
            context.response().putHeader("Content-Type", asset.type()).end(asset.bytes());
        }
    }

    private static Asset asset(String type, String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The page lacks " + resource + "; build it again");
            }
            return new Asset(type, Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
