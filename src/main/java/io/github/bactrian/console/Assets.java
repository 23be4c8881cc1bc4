package io.github.bactrian.console;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files of the page, out of the jar. */
final class Assets implements Handler<RoutingContext> {

    private record Asset(String type, Buffer bytes) {}

    private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.2/";

    /** Below {@code /console/}, as they import each other. */
    private static final List<String> OWN =
            List.of("style.css", "app.js", "imports.js", "chart.js", "rest.js", "words.js", "icon.svg");

    private static final List<String> OF_LIT =
            List.of("lit-html.js", "directive.js", "directive-helpers.js", "directives/repeat.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Asset> assets = new HashMap<>();

    Assets() {
        assets.put("/", asset("/console/index.html"));
        OWN.forEach(name -> assets.put("/console/" + name, asset("/console/" + name)));
        OF_LIT.forEach(name -> assets.put("/console/lit/" + name, asset(LIT + name)));
    }

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

    private static Asset asset(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The page lacks " + resource + "; build it again");
            }
            return new Asset(type(resource), Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String resource) {
        return Objects.requireNonNull(TYPES.get(resource.substring(resource.lastIndexOf('.') + 1)), resource);
    }
}
