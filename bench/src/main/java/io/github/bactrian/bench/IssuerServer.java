package io.github.bactrian.bench;

import io.github.bactrian.sandbox.AppRegistration;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The project's sandbox in a process of its own, with many tenants; prints its directory API, and ends when its standard input does. */
public final class IssuerServer {

    private IssuerServer() {}

    /** @param args where the CA certificate is written, and how many tenants there are */
    public static void main(String... args) throws Exception {
        AppRegistration[] apps = IntStream.range(0, Integer.parseInt(args[1]))
                .mapToObj(i -> AppRegistration.DEFAULT.in(Issuer.tenant(i)))
                .toArray(AppRegistration[]::new);
        Sandbox sandbox = Sandbox.start(SandboxSettings.in(Path.of(args[0])).withApps(apps));
        System.out.println(sandbox.directory());
        while (System.in.read() >= 0) {
            // the parent lives
        }
        System.exit(0);
    }
}
