package io.github.bactrian.sandbox;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The apps the issuer knows, found in the same time however many there are. */
final class Registrations {

    private record Key(String tenant, String client) {}

    private final Map<Key, AppRegistration> apps = new ConcurrentHashMap<>();
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();

    Registrations(Collection<AppRegistration> known) {
        known.forEach(this::put);
    }

    /** Adds an app, or replaces the one with the same tenant and client id. */
    void put(AppRegistration app) {
        tenants.add(app.tenantId());
        apps.put(new Key(app.tenantId(), app.clientId()), app);
    }

    boolean hasTenant(String tenant) {
        return tenants.contains(tenant);
    }

    Optional<AppRegistration> find(String tenant, String client) {
        return Optional.ofNullable(apps.get(new Key(tenant, client)));
    }
}
