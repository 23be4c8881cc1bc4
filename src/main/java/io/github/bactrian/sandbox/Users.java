package io.github.bactrian.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The users of one tenant, in the order of their creation. Safe for use by several threads. */
final class Users {

    // Kept as JSON text: a million users then fit into a small heap.
    private final NavigableMap<Long, byte[]> byNumber = new TreeMap<>();
    private final Map<String, Long> numberById = new HashMap<>();
    private final Map<String, Long> numberByName = new HashMap<>();
    private final UserVersions versions = new UserVersions();

    /** The last of the numbers that were given to users, and to their changes. */
    private long lastNumber;

    /** @param next where the next page starts; null on the last page */
    record Page(List<ObjectNode> users, @Nullable Long next) {}

    /**
     * @param users as they are now, or that they are removed
     * @param last the version of the last of them
     */
    record Changed(List<ObjectNode> users, long last, boolean more) {}

    /** Grows with each user that is added, changed or removed. */
    synchronized long version() {
        return lastNumber;
    }

    synchronized int size() {
        return byNumber.size();
    }

    synchronized ObjectNode add(ObjectNode user) {
        String name = nameOf(user);
        if (numberByName.containsKey(name)) {
            throw GraphError.alreadyTaken("userPrincipalName");
        }
        String id = UUID.randomUUID().toString();
        ObjectNode stored = Reply.object().put("id", id).setAll(kept(user));
        long number = ++lastNumber;
        byNumber.put(number, bytes(stored));
        numberById.put(id, number);
        numberByName.put(name, number);
        return stored;
    }

    synchronized Optional<ObjectNode> find(String idOrName) {
        return number(idOrName).map(this::user);
    }

    /** Returns false if there is no such user. */
    synchronized boolean change(String idOrName, ObjectNode changes) {
        Optional<Long> number = number(idOrName);
        number.ifPresent(found -> {
            ObjectNode user = user(found);
            String oldName = nameOf(user);
            user.setAll(kept(changes));
            rename(found, oldName, nameOf(user));
            byNumber.put(found, bytes(user));
            versions.changed(++lastNumber, found);
        });
        return number.isPresent();
    }

    /** Returns false if there is no such user. */
    synchronized boolean remove(String idOrName) {
        Optional<Long> number = number(idOrName);
        number.ifPresent(found -> {
            ObjectNode user = user(found);
            byNumber.remove(found);
            numberById.remove(user.path("id").asText());
            numberByName.remove(nameOf(user));
            versions.removed(++lastNumber, found, user.path("id").asText());
        });
        return number.isPresent();
    }

    /** Up to so many users that match, from where an earlier page said, or from 0. */
    synchronized Page page(long after, int size, Predicate<ObjectNode> filter) {
        List<ObjectNode> users = new ArrayList<>();
        long last = after;
        for (Map.Entry<Long, byte[]> entry : byNumber.tailMap(after, false).entrySet()) {
            if (users.size() == size) {
                return new Page(users, last);
            }
            ObjectNode user = parsed(entry.getValue());
            if (filter.test(user)) {
                users.add(user);
                last = entry.getKey();
            }
        }
        return new Page(users, null);
    }

    synchronized long count(Predicate<ObjectNode> filter) {
        return byNumber.values().stream().map(Users::parsed).filter(filter).count();
    }

    /**
     * Up to so many users with a version behind {@code after}, in the order of their versions.
     *
     * @param since who was removed before is left out
     */
    synchronized Changed changes(long since, long after, int size) {
        List<ObjectNode> users = new ArrayList<>();
        long last = after;
        for (Long next = next(last); next != null; next = next(last)) {
            if (users.size() == size) {
                return new Changed(users, last, true);
            }
            last = next;
            ObjectNode user = at(last);
            if (last > since || !user.has("@removed")) {
                users.add(user);
            }
        }
        return new Changed(users, last, false);
    }

    private @Nullable Long next(long version) {
        Long added = byNumber.higherKey(version);
        while (added != null && versions.isChanged(added)) {
            added = byNumber.higherKey(added);
        }
        Long other = versions.next(version);
        if (added == null || other == null) {
            return added == null ? other : added;
        }
        return Math.min(added, other);
    }

    private ObjectNode at(long version) {
        String removed = versions.removedAt(version);
        if (removed != null) {
            ObjectNode gone = Reply.object().put("id", removed);
            gone.putObject("@removed").put("reason", "changed");
            return gone;
        }
        Long changed = versions.changedAt(version);
        return user(changed == null ? version : changed);
    }

    private void rename(Long number, String from, String to) {
        if (from.equals(to)) {
            return;
        }
        if (numberByName.containsKey(to)) {
            throw GraphError.alreadyTaken("userPrincipalName");
        }
        numberByName.remove(from);
        numberByName.put(to, number);
    }

    private Optional<Long> number(String idOrName) {
        String key = idOrName.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(numberById.getOrDefault(key, numberByName.get(key)));
    }

    private static String nameOf(ObjectNode user) {
        return user.path("userPrincipalName").asText().toLowerCase(Locale.ROOT);
    }

    /** No password stays; empty text, where the rules let it pass, stands for null. */
    private static ObjectNode kept(ObjectNode user) {
        ObjectNode kept = Reply.object();
        user.without(List.of("passwordProfile")).properties().forEach(property -> {
            JsonNode value = property.getValue();
            boolean empty = value.isTextual() && value.textValue().isEmpty();
            kept.set(property.getKey(), empty ? kept.nullNode() : value);
        });
        return kept;
    }

    private static byte[] bytes(ObjectNode user) {
        try {
            return Reply.JSON.writeValueAsBytes(user);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode user(Long number) {
        return parsed(Objects.requireNonNull(byNumber.get(number)));
    }

    private static ObjectNode parsed(byte[] json) {
        try {
            return (ObjectNode) Reply.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
